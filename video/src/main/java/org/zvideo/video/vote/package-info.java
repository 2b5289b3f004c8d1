/**
 * Blind comparisons by people, as in the paper's user study (§ 4).
 *
 * <p>{@link org.zvideo.video.vote.Scene} names what is compared, {@link org.zvideo.video.vote.VotePlan} draws who sees which pair
 * and on which side, {@link org.zvideo.video.vote.VotePage} writes the page and {@link org.zvideo.video.vote.VoteKey} the file that
 * tells which program made what. {@link org.zvideo.video.vote.Ballots} reads the votes and {@link org.zvideo.video.vote.Tally}
 * counts them.
 */
@NullMarked
package org.zvideo.video.vote;

import org.jspecify.annotations.NullMarked;
