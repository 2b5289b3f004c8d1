"use strict";
/** What the pages of reports have in common. */
const parts = (() => {
  /** Text from files is only ever set as text. */
  function element(name, text, parent, className) {
    const made = document.createElement(name);
    if (text !== undefined && text !== null) made.textContent = text;
    if (className) made.className = className;
    if (parent) parent.append(made);
    return made;
  }

  function row(table, cell, texts, className) {
    const line = element("tr", null, table, className);
    for (const text of texts) element(cell, text, line);
  }

  const byId = id => document.getElementById(id);
  const known = value => value !== undefined && value !== null;
  const shown = (value, digits = 4) => !known(value) ? "–"
    : value !== 0 && Math.abs(value) < 10 ** -digits ? value.toExponential(1) : value.toFixed(digits);
  const share = value => !known(value) ? "–" : (value < 0.1 ? (100 * value).toPrecision(2) : (100 * value).toFixed(0)) + " %";
  const file = path => String(path).split("/").pop();
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** A row of the table of baselines, with the share of the source's sharpness. */
  function measured(table, name, one, source, className) {
    row(table, "td", [name, shown(one.diff), shown(one.warpedError), shown(one.warpedError10), shown(one.sharpness, 1),
      share(source.sharpness > 0 ? one.sharpness / source.sharpness : null), shown(one.motion, 3), shown(one.flicker),
      shown(one.style, 3)], className);
  }

  function measuredHeading(table) {
    row(table, "th", ["", "mean of Diff", "warped error, gap 1", "gap 10", "sharpness", "of the source's", "motion", "flicker", "style"]);
  }

  /** The numbers of a result as a row of that table. */
  const ofResult = measures => ({ diff: (measures.result || {}).mean, warpedError: measures.warpedError,
    warpedError10: measures.warpedError10, sharpness: measures.sharpness, motion: measures.motion, flicker: measures.flicker,
    style: (measures.style || {}).value });

  const blurredName = (blurred, like) => "the source, blurred" + (like ? " like " + like : "")
    + (blurred.sigma > 0 ? " (σ " + blurred.sigma.toFixed(2) + " px)" : " (not at all: its first frame is as sharp)");

  /** What the columns mean, below the table. */
  function explained(parent, measures, measuredAt) {
    element("p", "The last rows are copies of the source, measured like results. Blur lowers every error, so a result is steady only"
      + " where it beats the blurred source, which is as sharp as the result. Sharpness is the variance of the Laplacian.", parent, "hint");
    if (known(measures.motion) || known(measures.flicker)) {
      element("p", "Motion is how much of the source's motion is followed: 1 moves as the film does, less sticks to the screen; compare"
        + " it with the source's own. Flicker is the mean change of what stands still in the source.", parent, "hint");
    }
    if (known(measures.ghost)) {
      element("p", "Ghost is the difference from the reference, a result without ties between frames, where the source uncovers"
        + " something: what had covered it should have left nothing.", parent, "hint");
    }
    if (measures.style) {
      element("p", "Style is the distance of color patches from the style's, as a share of the source's: 0 is the style itself, 1 that"
        + " no style arrived. Mean of " + measures.style.frames + (measures.style.frames === 1 ? " frame" : " frames, every "
        + measures.style.every + "th") + "; several styles count alike.", parent, "hint");
    }
    if (measuredAt) {
      element("p", measuredAt === "before encoding"
        ? "Measured before encoding; the encoded file differs by what the encoder loses, and so do its numbers from zvideo report."
        : "Measured on the decoded files, so with what the encoder lost.", parent, "hint");
    }
  }

  return { element, row, byId, known, shown, share, file, color, measured, measuredHeading, ofResult, blurredName, explained };
})();
