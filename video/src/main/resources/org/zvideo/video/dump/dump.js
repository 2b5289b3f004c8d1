"use strict";
(() => {
  const { frames, styles } = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);
  const pad = (number, digits) => String(number).padStart(digits, "0");
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  let frame = frames.find(one => one.past) || frames[0];
  let step = firstWithStyle();
  let point = { x: 0.5, y: 0.5 };
  let plots = [];
  const maps = new Map();

  function firstWithStyle() {
    return frame.steps.find(one => frame.attention.includes(one)) ?? frame.steps[frame.steps.length - 1];
  }

  /** The script of a step calls this, because fetch does not work on pages from the disk. */
  window.zvideoAttention = map => {
    maps.set(map.frame + "/" + map.layout.step, map);
    look();
  };

  function element(name, parent, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    parent.append(made);
    return made;
  }

  function view(parent, source, caption) {
    const figure = element("figure", parent);
    const box = element("div", figure, undefined, "picture");
    const image = element("img", box);
    image.src = source;
    image.alt = caption;
    element("figcaption", figure, caption);
    return box;
  }

  function pictures() {
    byId("pictures").replaceChildren();
    for (const [source, caption] of [[frame.name + "/input.png", "input"],
      [frame.name + "/x0-step-" + pad(step, 2) + ".png", "predicted x̂₀ at step " + step]]) {
      const box = view(byId("pictures"), source, caption);
      box.classList.add("pointed");
      box.addEventListener("click", event => {
        const rect = box.getBoundingClientRect();
        point = { x: (event.clientX - rect.left) / rect.width, y: (event.clientY - rect.top) / rect.height };
        pictures();
        look();
      });
      const marker = element("div", box, undefined, "marker");
      marker.style.left = 100 * point.x + "%";
      marker.style.top = 100 * point.y + "%";
    }
  }

  function load() {
    const key = frame.name + "/" + step;
    if (maps.has(key) || !frame.attention.includes(step)) {
      look();
      return;
    }
    const script = document.createElement("script");
    script.src = frame.name + "/attention-step-" + pad(step, 2) + ".js";
    document.head.append(script);
  }

  function look() {
    const looks = byId("looks");
    looks.replaceChildren();
    const map = maps.get(frame.name + "/" + step);
    if (!map) {
      byId("lookHint").textContent = frame.attention.includes(step) ? "loading …" : "No style acts in this step.";
      return;
    }
    const { layout, weights } = map;
    map.bytes = map.bytes || Uint8Array.from(atob(weights.levels), one => one.charCodeAt(0));
    const column = Math.min(layout.columns - 1, Math.floor(point.x * layout.coveredWidth * layout.columns));
    const row = Math.min(layout.rows - 1, Math.floor(point.y * layout.coveredHeight * layout.rows));
    const query = row * layout.columns + column;
    byId("lookHint").textContent = "Layer " + layout.layer + ", step " + step + ", patch " + column + "," + row + " of "
      + layout.columns + "x" + layout.rows + ". Percentages are shares of its attention; brighter cells get more.";
    let at = query * weights.columns;
    const largest = weights.largest[query];
    for (const block of layout.blocks) {
      const count = block.rows * block.columns;
      const levels = map.bytes.subarray(at, at + count);
      at += count;
      const mass = levels.reduce((sum, level) => sum + largest * (level / 255) ** 2, 0);
      const style = /^style-(\d+)$/.exec(block.name);
      const source = style ? block.name + ".png" : frame.name + "/" + (block.name === "self" ? "input" : block.name) + ".png";
      const box = view(looks, source, block.name + ": " + (100 * mass).toFixed(1) + " %");
      box.dataset.mass = mass;
      heat(box, block, levels, style ? 1 : layout.coveredWidth, style ? 1 : layout.coveredHeight);
    }
  }

  function heat(box, block, levels, coveredWidth, coveredHeight) {
    const canvas = element("canvas", box);
    canvas.width = block.columns;
    canvas.height = block.rows;
    canvas.style.width = 100 / coveredWidth + "%";
    canvas.style.height = 100 / coveredHeight + "%";
    box.style.overflow = "hidden";
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(block.columns, block.rows);
    const small = byId("small").checked;
    for (let n = 0; n < levels.length; n++) {
      const share = small ? levels[n] / 255 : (levels[n] / 255) ** 2;
      pixels.data.set([8, 10, 24, 225 * (1 - share)], 4 * n); // a spotlight: what gets no attention is dark
    }
    context.putImageData(pixels, 0, 0);
  }

  function charts() {
    plots.forEach(plot => plot.destroy());
    plots = [];
    byId("charts").replaceChildren();
    const axis = { stroke: color("--soft"), grid: { stroke: color("--line") }, ticks: { stroke: color("--line") } };
    const draw = (title, steps, lines) => {
      const box = element("div", byId("charts"));
      element("h3", box, title);
      const colors = ["--b", "--a", "--c", "--cut", "--soft", "--ink"];
      plots.push(new uPlot({ width: Math.min(500, byId("charts").clientWidth), height: 220, scales: { x: { time: false } },
        axes: [{ ...axis, incrs: [1, 2, 5, 10, 20, 50, 100] }, { ...axis, size: 64 }],
        series: [{ label: "step" }, ...lines.map(([label], n) => ({ label, stroke: color(colors[n % colors.length]), width: 1.5,
          value: (plot, value) => value === null || value === undefined ? "–" : value.toPrecision(3) }))] },
      [steps, ...lines.map(line => line[1])], box));
    };
    if (frame.energy.some(line => line[1] > 0)) {
      draw("Energy before the update", frame.energy.map(line => line[0]), [["energy", frame.energy.map(line => line[1])]]);
    }
    const steps = [...new Set(frame.mass.map(line => line[0]))];
    const layers = [...new Set(frame.mass.map(line => line[1]))];
    if (steps.length) {
      draw("Share of the attention on the style, by layer", steps, layers.map(layer => ["layer " + layer,
        steps.map(one => (frame.mass.find(line => line[0] === one && line[1] === layer) || [])[2] ?? null)]));
    }
  }

  function show() {
    byId("step").max = frame.steps.length - 1;
    byId("step").value = frame.steps.indexOf(step);
    byId("stepName").textContent = step + (step === frame.steps[frame.steps.length - 1] ? " (last)" : "");
    pictures();
    load();
  }

  for (const one of frames) {
    const option = element("option", byId("frame"), one.name.replace(/^frame-0*(?=\d)/, "frame "));
    option.value = one.name;
  }
  byId("frame").value = frame.name;
  byId("frame").addEventListener("change", event => {
    frame = frames.find(one => one.name === event.target.value);
    step = frame.steps.includes(step) ? step : firstWithStyle();
    show();
    charts();
  });
  byId("step").addEventListener("input", event => {
    step = frame.steps[event.target.value];
    show();
  });
  byId("small").addEventListener("change", look);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", charts);
  addEventListener("resize", charts);
  show();
  charts();
})();
