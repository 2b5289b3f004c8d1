"use strict";
(() => {
  const { report, frames, worst } = JSON.parse(document.getElementById("data").textContent);
  const measures = report.consistency || {};

  // The paper's Table III: mean and variance of Diff.
  const PAPER = [["Z-STAR+ (the paper)", 0.0362, 0.0041], ["+ attention", 0.0507, 0.0051],
    ["without consistency", 0.0723, 0.0086], ["UniST", 0.0536, 0.0072], ["MCC", 0.0491, 0.0075], ["VCT", 0.0561, 0.0040],
    ["QuanArt", 0.0718, 0.0054], ["CAST", 0.0552, 0.0068], ["StyTr2", 0.0605, 0.0055], ["IEST", 0.0519, 0.0048],
    ["AdaAttN", 0.0711, 0.0066]];

  const { element, row, byId, shown, share, file, color } = parts;

  function heading() {
    document.title = "zvideo report: " + file(report.output);
    byId("title").textContent = file(report.output);
    byId("subtitle").textContent = report.input + " → " + report.output + ", " + frames.length + " frames";
    if (report.damaged) {
      element("p", "The source is damaged: " + report.damage.findings.join("; "), byId("subtitle").parentNode, "damage");
    }
    for (const note of report.notes || []) element("p", note, byId("subtitle").parentNode, "hint");
  }

  function numbers() {
    const result = measures.result || {}, source = measures.source || {};
    for (const [name, value, digits, ofSource] of [["Diff, mean", result.mean, 4], ["Diff, variance", result.variance, 6],
      ["Diff of the source", source.mean, 4], ["excess over the source", measures.excess, 4],
      ["warped error, gap 1", measures.warpedError, 4, measures.warpRatio],
      ["warped error, gap 10", measures.warpedError10, 4, measures.warpRatio10],
      ["warped error along another flow", measures.warpedErrorOther, 4], ["motion followed", measures.motion, 3],
      ["flicker of what is still", measures.flicker, 4], ["ghost", measures.ghost, 4],
      ["sharpness", measures.sharpness, 1, measures.sharpnessRatio],
      ["sharpness beside the reference's", measures.sharpnessRatioNone, 2], ["style", (measures.style || {}).value, 3],
      [(measures.content || {}).measure, (measures.content || {}).value, 3], ["seconds per frame", measures.secondsPerFrame, 2]]) {
      if (value === undefined || value === null) continue;
      const card = element("div", null, byId("cards"), "card");
      element("b", shown(value, digits), card);
      element("span", parts.known(ofSource) ? name + ", " + share(ofSource) + " of the source's" : name, card);
    }
    baselines();
    const table = byId("paper");
    row(table, "th", ["", "mean of Diff", "variance"]);
    row(table, "td", ["this result", shown(result.mean), shown(result.variance, 6)
      + " (all pixels: " + shown(result.pixelVariance) + ")"], "own");
    row(table, "td", ["its source", shown(source.mean), shown(source.variance, 6)
      + " (all pixels: " + shown(source.pixelVariance) + ")"]);
    for (const [name, mean, variance] of PAPER) row(table, "td", [name, shown(mean), shown(variance)]);
    element("p", "The rows below the source are the paper's Table III, measured on its own clips with Stable Diffusion. They give"
      + " a scale and are not a comparison. The paper's variance corresponds to our variance over all pixels.", byId("numbers"), "hint");
  }

  function baselines() {
    if (!measures.baselines) {
      byId("baselines").remove();
      return;
    }
    const { source, blurred } = measures.baselines, table = byId("copies");
    parts.measuredHeading(table);
    parts.measured(table, "this result", parts.ofResult(measures), source, "own");
    parts.measured(table, "the source itself", source, source);
    parts.measured(table, parts.blurredName(blurred), blurred, source);
    parts.explained(byId("baselines"), measures, report.measured);
  }

  /** The first frame of each shot, and the end. */
  const begins = [0, ...frames.filter(frame => frame.cut).map(frame => frame.frame), frames.length];

  /** Draws a band under the curves for every other shot. */
  function bands(plot) {
    inside(plot, (ctx, box, at) => {
      ctx.fillStyle = color("--band");
      for (let n = 1; n + 1 < begins.length; n += 2) {
        ctx.fillRect(at(begins[n]), box.top, at(begins[n + 1]) - at(begins[n]), box.height);
      }
    });
  }

  /** Draws a line at every cut. */
  function cuts(plot) {
    inside(plot, (ctx, box, at) => {
      ctx.strokeStyle = color("--cut");
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
      for (const begin of begins.slice(1, -1)) {
        ctx.beginPath();
        ctx.moveTo(at(begin), box.top);
        ctx.lineTo(at(begin), box.top + box.height);
        ctx.stroke();
      }
    });
  }

  function inside(plot, draw) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw(ctx, bbox, index => plot.valToPos(frames[Math.min(index, frames.length - 1)].time, "x", true));
    ctx.restore();
  }

  const CHARTS = [
    ["Diff: mean difference from the previous frame", [["result", "diff", "--b"], ["source", "sourceDiff", "--a"]]],
    ["Flow-warped error: change that motion does not explain, without hidden pixels",
      [["result, gap 1", "warpedError", "--b"], ["source, gap 1", "sourceWarpedError", "--a"],
        ["result, gap 10", "warpedError10", "--c"], ["source, gap 10", "sourceWarpedError10", "--d"],
        ["result, along another flow", "warpedErrorOther", "--e"]]],
    ["Motion: how much of the source's the result follows", [["result", "motion", "--b"]]],
    ["Flicker: change of what stands still in the source", [["result", "flicker", "--b"]]],
    ["Ghost: difference from the reference where the source uncovers something", [["ghost", "ghost", "--b"]]],
    ["Sharpness: variance of the Laplacian", [["result", "sharpness", "--b"], ["source", "sourceSharpness", "--a"]]],
    ["Distance from the content", [["content", "content", "--b"]]],
    ["Energy between this and the previous frame's x̂₀", [["energy", "energy", "--b"]]],
    ["Style difference (Eq. 14) at the last styled step", [["style difference", "styleDifference", "--b"]]],
    ["Strokes: share of patches that keep theirs", [["kept", "strokesKept", "--b"]]],
    ["Strokes: distance from the painting; if it grows, strokes outlive their reason", [["cost", "strokeCost", "--b"]]],
    ["Seconds", [["seconds", "seconds", "--b"]]]];

  /** Not every frame has these measures; the line connects them. */
  const SPARSE = ["energy", "styleDifference", "content", "ghost", "motion", "flicker"];

  let plots = [];

  function curves() {
    plots.forEach(([plot, title]) => { plot.destroy(); title.remove(); });
    plots = [];
    const times = frames.map(frame => frame.time);
    const width = Math.min(1040, byId("curves").clientWidth);
    for (const [name, lines] of CHARTS) {
      const known = lines.filter(line => frames.some(frame => frame[line[1]] !== undefined && frame[line[1]] !== null));
      if (!known.length) continue;
      const title = element("h3", name, byId("curves"));
      const axis = { stroke: color("--soft"), grid: { stroke: color("--line") }, ticks: { stroke: color("--line") } };
      const series = [{ label: "time", value: (plot, at, index, n) => n === null || n === undefined ? "–"
        : at.toFixed(3) + " s, frame " + frames[n].frame }];
      for (const [label, field, stroke] of known) {
        series.push({ label, stroke: color(stroke), width: 1.5, spanGaps: SPARSE.includes(field),
          value: (plot, value) => value === null || value === undefined ? "–" : value.toPrecision(4) });
      }
      plots.push([new uPlot({ width, height: 190, series, cursor: { sync: { key: "frames" } },
        scales: { x: { time: false }, y: { range: (plot, low, high) => [Math.min(0, low), high > 0 ? high * 1.08 : 1] } },
        axes: [{ ...axis, values: (plot, at) => at.map(value => value + " s") }, { ...axis, size: 64 }],
        hooks: { drawClear: [bands], draw: [cuts] } },
      [times, ...known.map(line => frames.map(frame => frame[line[1]] ?? null))], byId("curves")), title]);
    }
  }

  function pairs() {
    if (!worst.length) byId("pairs").remove();
    for (const pair of worst) {
      const box = element("div", null, byId("worst"), "pair");
      element("p", "frame " + pair.frame + " at " + pair.time.toFixed(3) + " s: warped error " + shown(pair.error), box);
      for (const [name, caption] of [["source", "source"], ["before", "result before"], ["result", "result"],
        ["difference", "difference"]]) {
        const figure = element("figure", null, box);
        const image = element("img", null, figure);
        image.src = "data:image/jpeg;base64," + pair[name];
        image.alt = caption + " of frame " + pair.frame;
        element("figcaption", caption, figure);
      }
    }
  }

  function streams() {
    const table = byId("streamTable");
    row(table, "th", ["file", "#", "kind", "codec", "detail", "language", "title"]);
    for (const side of ["input", "output"]) {
      for (const stream of (report.streams || {})[side] || []) {
        row(table, "td", [side, stream.index, stream.kind, stream.codec, stream.detail, stream.language
          + (stream.standard ? " (default)" : ""), stream.title]);
      }
    }
    for (const dropped of report.droppedStreams || []) element("li", "not in the output: " + dropped, byId("streamNotes"));
    for (const changed of report.changedStreams || []) element("li", changed, byId("streamNotes"));
  }

  function facts(value, name) {
    if (value !== null && typeof value === "object" && !(Array.isArray(value) && value.every(one => typeof one !== "object"))) {
      for (const [key, one] of Object.entries(value)) facts(one, name ? name + "." + key : key);
    } else {
      element("dt", name, byId("factList"));
      element("dd", Array.isArray(value) ? value.join(", ") : String(value), byId("factList"));
    }
  }

  heading();
  numbers();
  curves();
  pairs();
  streams();
  facts(report.settings || {});
  facts(report.cuts || [], "cuts");
  facts(report.origin || {}, "sha256");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", curves);
  addEventListener("resize", curves);
})();
