/**
 * The stages that a frame passes on its way from its source to its result. In: {@link org.zvideo.video.stage.ShotFrame}s in the
 * film's order, each with its number, its time and where its shot begins. Out: {@link org.zvideo.video.stage.StyledFrame}s, one
 * for each. {@link org.zvideo.video.stage.Stage} says what holds for all of them.
 *
 * <p>Nothing here reads or writes files of videos, and no stage counts frames. The package {@code job} fixes the order of stages,
 * {@code filter} makes a JavaCV filter of them, and {@code resume} has the stage that keeps results.
 *
 * <p>Trap: whatever remembers frames (keys and values, key frames of the propagation) must forget them where a frame's
 * {@code shotStart} is another. The result of a frame may come with a later frame: never take the frame that has just come for
 * the one of a result, ask the result for its source.
 */
package org.zvideo.video.stage;
