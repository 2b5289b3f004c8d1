/**
 * A video as shots that are stylized apart, wherever that is. A {@link org.zvideo.video.farm.ShotList} says which they are and
 * all that their bits depend on, so nothing is decided where they are computed. Each leaves its finished frames and what was
 * measured on them in a folder, and a {@link org.zvideo.video.farm.ShotOutcome} that names all of it by hashes: that record is
 * what makes a shot done. {@link org.zvideo.video.farm.FilledWork} hands the frames on in the order of the film.
 *
 * <p>This package knows the files; {@code org.zvideo.video.job} plans, computes and joins. No scheduler is known to either.
 *
 * <p>Trap: what lies in the folder may come from other machines. No name in it is joined to a path unseen.
 */
package org.zvideo.video.farm;
