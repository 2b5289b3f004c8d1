"use strict";
(() => {
  const { study, questions, trials, ballots } = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);
  const KEPT = "zvideo-vote-" + study;
  const COLUMNS = ["study", "voter", "trial", "question", "left", "right", "choice", "seconds", "time"];
  /** How far videos may be apart, in seconds: less than a frame. */
  const APART = 0.03;

  /* A voter: a random name, a ballot, and the answers so far, one for each question of each trial in turn. */
  let voter = kept() || drawn();
  let since = 0;
  let shownTrial = -1;
  let urls = [];
  let clips = [];

  function drawn() {
    const [name, number] = crypto.getRandomValues(new Uint32Array(2));
    return { name: "v" + name.toString(16).padStart(8, "0"), ballot: number % ballots.length, answers: [] };
  }

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEPT));
    } catch {
      return null;
    }
  }

  function keep() {
    try {
      localStorage.setItem(KEPT, JSON.stringify(voter));
    } catch {
      byId("unkept").hidden = false;
    }
  }

  const ballot = () => ballots[voter.ballot];
  const at = () => Math.floor(voter.answers.length / questions.length);

  function sides(shown) {
    const { first, second } = trials[shown.trial];
    return shown.mirrored ? [second, first] : [first, second];
  }

  /** An element with a picture or video of the page. */
  function view(id) {
    const stored = byId(id);
    const bytes = Uint8Array.from(atob(stored.textContent), letter => letter.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: stored.dataset.type }));
    urls.push(url);
    const made = document.createElement(stored.dataset.type.startsWith("video") ? "video" : "img");
    if (made.tagName === "VIDEO") {
      Object.assign(made, { muted: true, playsInline: true, preload: "auto" });
      clips.push(made);
    }
    made.src = url;
    return made;
  }

  function figure(parent, id, label) {
    const made = document.createElement("figure");
    const caption = document.createElement("figcaption");
    const frame = document.createElement("div");
    const shown = view(id);
    caption.append(label);
    frame.className = "frame";
    frame.append(shown);
    shown.ariaLabel = caption.textContent;
    if (shown.tagName === "IMG") shown.alt = caption.textContent;
    made.append(frame, caption);
    parent.append(made);
    return shown;
  }

  function strong(text) {
    const made = document.createElement("b");
    made.textContent = text;
    return made;
  }

  /** Both results get the same box, with the shape of the source. */
  function shape(source) {
    const measured = () => {
      const width = source.videoWidth || source.naturalWidth, height = source.videoHeight || source.naturalHeight;
      if (width && height) byId("results").style.setProperty("--shape", width + " / " + height);
    };
    source.addEventListener(source.tagName === "VIDEO" ? "loadedmetadata" : "load", measured);
  }

  function show() {
    const over = at() >= ballot().length;
    byId("trial").hidden = over;
    byId("done").hidden = !over;
    byId("progress").max = ballot().length * questions.length;
    byId("progress").value = voter.answers.length;
    byId("count").textContent = over ? ballot().length + " of " + ballot().length : at() + 1 + " of " + ballot().length;
    byId("back").disabled = voter.answers.length === 0;
    if (over) {
      clear();
      return;
    }
    byId("question").textContent = questions[voter.answers.length % questions.length].text;
    if (shownTrial !== at()) open();
    since = performance.now();
  }

  function clear() {
    clips.forEach(clip => clip.pause());
    urls.forEach(url => URL.revokeObjectURL(url));
    urls = [];
    clips = [];
    shownTrial = -1;
    byId("given").replaceChildren();
    byId("results").replaceChildren();
  }

  function open() {
    clear();
    shownTrial = at();
    const shown = ballot()[at()];
    const trial = trials[shown.trial];
    shape(figure(byId("given"), trial.source, "source"));
    if (trial.style) figure(byId("given"), trial.style, "style");
    sides(shown).forEach((id, n) => figure(byId("results"), id, strong("AB"[n])));
    const videos = clips.length > 0;
    byId("play").hidden = byId("restart").hidden = !videos;
    if (!videos) return;
    const opened = clips;
    clips.forEach(clip => {
      clip.addEventListener("ended", () => opened === clips && clip === longest() && restart());
      clip.addEventListener("timeupdate", () => opened === clips && clip === longest() && together());
    });
    Promise.all(clips.map(clip => new Promise(ready => clip.addEventListener("canplay", ready, { once: true }))))
      .then(() => opened === clips && play());
  }

  const longest = () => clips.reduce((one, other) => other.duration > one.duration ? other : one);

  /** All play at the time of the longest, so that they stay in step; a shorter one waits at its end. */
  function together() {
    const time = longest().currentTime;
    for (const clip of clips) {
      if (Math.abs(clip.currentTime - Math.min(time, clip.duration)) > APART) clip.currentTime = time;
    }
  }

  function play() {
    together();
    clips.filter(clip => !clip.ended).forEach(clip => clip.play().catch(() => {}));
  }

  function toggle() {
    if (!clips.length) return;
    if (longest().paused) play();
    else {
      clips.forEach(clip => clip.pause());
      together();
    }
  }

  function restart() {
    clips.forEach(clip => { clip.currentTime = 0; });
    if (clips.length) play();
  }

  function answer(choice) {
    if (at() >= ballot().length) return;
    const shown = ballot()[at()];
    const [left, right] = sides(shown);
    voter.answers.push({ study, voter: voter.name, trial: shown.trial,
      question: questions[voter.answers.length % questions.length].id, left, right, choice,
      seconds: ((performance.now() - since) / 1000).toFixed(1), time: new Date().toISOString() });
    keep();
    show();
  }

  function back() {
    voter.answers.pop();
    keep();
    show();
  }

  const csv = () => [COLUMNS, ...voter.answers.map(one => COLUMNS.map(column => one[column]))]
    .map(cells => cells.join(",") + "\n").join("");

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    link.download = "votes-" + study + "-" + voter.name + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function again() {
    if (!confirm("Were the votes saved? They are deleted from this browser now.")) return;
    voter = drawn();
    keep();
    show();
  }

  const KEYS = { ArrowLeft: () => answer("left"), ArrowRight: () => answer("right"), ArrowDown: () => answer("tie"),
    Backspace: back, " ": toggle, r: restart, R: restart };
  addEventListener("keydown", event => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === " " && event.target.tagName === "BUTTON" && !clips.length) return; // it presses the button
    event.preventDefault();
    KEYS[event.key]();
  });
  for (const choice of ["left", "tie", "right"]) byId(choice).addEventListener("click", () => answer(choice));
  byId("back").addEventListener("click", back);
  byId("play").addEventListener("click", toggle);
  byId("restart").addEventListener("click", restart);
  byId("again").addEventListener("click", again);
  document.querySelectorAll(".save").forEach(button => button.addEventListener("click", save));
  keep();
  show();
})();
