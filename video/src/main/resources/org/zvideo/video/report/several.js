"use strict";
(() => {
  const { report, frames, strip } = JSON.parse(document.getElementById("data").textContent);
  const { element, byId, known, file, color, measured } = parts;
  const results = report.results;

  /** The shortest name of each result that no other has. */
  const names = results.map(result => {
    const name = file(result.output);
    return results.filter(other => file(other.output) === name).length === 1 ? name : result.output;
  });

  function heading() {
    document.title = "zvideo report: " + names.join(", ");
    byId("title").textContent = results.length + " results of " + file(report.input);
    byId("subtitle").textContent = report.input + " → " + results.map(result => result.output).join(", ");
    results.forEach((result, n) => {
      for (const note of result.notes || []) element("p", names[n] + ": " + note, byId("subtitle").parentNode, "hint");
    });
  }

  function numbers() {
    const table = byId("results"), copies = results.map(result => result.consistency.baselines);
    parts.measuredHeading(table);
    results.forEach((result, n) => measured(table, names[n], parts.ofResult(result.consistency), copies[n].source, "own"));
    measured(table, "the source itself", copies[0].source, copies[0].source);
    results.forEach((result, n) => measured(table, parts.blurredName(copies[n].blurred, names[n]), copies[n].blurred, copies[n].source));
    if (new Set(copies.map(copy => JSON.stringify(copy.source))).size > 1) {
      element("p", "Results differ in size or frames: the source is shown as it was measured beside the first.", byId("numbers"), "hint");
    }
    parts.explained(byId("numbers"), results[0].consistency, results[0].measured);
  }

  /** A column for the source and for each result, a row for each moment. */
  function pictures() {
    if (!strip.length) byId("frames").remove();
    const box = byId("strip");
    box.style.setProperty("--columns", names.length + 1);
    for (const name of ["source", ...names]) element("p", name, box);
    for (const moment of strip) {
      moment.pictures.forEach((picture, n) => {
        const figure = element("figure", null, box);
        const image = element("img", null, figure);
        image.src = "data:image/jpeg;base64," + picture;
        image.alt = (n === 0 ? "source" : names[n - 1]) + " at " + moment.time.toFixed(3) + " s";
        if (n === 0) element("figcaption", moment.time.toFixed(3) + " s", figure);
      });
    }
  }

  const CHARTS = [["Diff: mean difference from the previous frame", "diff", "sourceDiff"],
    ["Flow-warped error, gap 1: change that motion does not explain, without hidden pixels", "warpedError", "sourceWarpedError"],
    ["Motion: how much of the source's is followed", "motion"],
    ["Sharpness: variance of the Laplacian", "sharpness", "sourceSharpness"]];
  const COLORS = ["--b", "--c", "--d", "--e", "--f", "--g"];

  /** A line over all times; where it has no frame it has no value. */
  function line(times, lines, field) {
    const values = new Map(lines.map(one => [one.time, one[field]]));
    return times.map(time => values.get(time) ?? null);
  }

  let plots = [];

  function curves() {
    plots.forEach(([plot, title]) => { plot.destroy(); title.remove(); });
    plots = [];
    const times = [...new Set(frames.map(frame => frame.time))].sort((a, b) => a - b);
    const groups = results.map(result => frames.filter(frame => frame.result === result.output));
    const width = Math.min(1040, byId("curves").clientWidth);
    for (const [name, field, ofSource] of CHARTS) {
      if (!frames.some(frame => known(frame[field]))) continue;
      const title = element("h3", name, byId("curves"));
      const axis = { stroke: color("--soft"), grid: { stroke: color("--line") }, ticks: { stroke: color("--line") } };
      const value = (plot, one) => known(one) ? one.toPrecision(4) : "–";
      const series = [{ label: "time", value: (plot, at) => known(at) ? at.toFixed(3) + " s" : "–" },
        { label: "source", stroke: color("--a"), width: 1.5, spanGaps: true, value },
        ...names.map((label, n) => ({ label, stroke: color(COLORS[n % COLORS.length]), width: 1.5, spanGaps: true, value }))];
      plots.push([new uPlot({ width, height: 190, series, cursor: { sync: { key: "frames" } },
        scales: { x: { time: false }, y: { range: (plot, low, high) => [Math.min(0, low), high > 0 ? high * 1.08 : 1] } },
        axes: [{ ...axis, values: (plot, at) => at.map(one => one + " s") }, { ...axis, size: 64 }] },
      [times, line(times, groups[0], ofSource), ...groups.map(lines => line(times, lines, field))], byId("curves")), title]);
    }
  }

  heading();
  numbers();
  pictures();
  curves();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", curves);
  addEventListener("resize", curves);
})();
