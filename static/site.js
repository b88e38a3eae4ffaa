/* What htmx does not do. Every page works without this file. */
(() => {
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const one = (selector, within = document) => within.querySelector(selector);
  const on = document.addEventListener.bind(document);
  const page = performance.getEntriesByType("navigation")[0];
  const serverNow = () => Date.parse(document.body.dataset.now) + performance.now() - page.responseStart;

  /* ---- autosave: 저장 중… → 저장됨 14:03:22, or not ---- */
  const draft = () => one("form[data-autosave]"), mine = (form) => form && form === draft();
  let edits = 0, saved = 0, busy = 0, again = 0, late = 0, told = null;

  const say = (text, failed) => all("[data-save-state]").forEach((place) => {
    place.textContent = text;
    place.classList.toggle("failed", failed);
  });
  const unreached = (status = 0) => !status || status >= 429; // no network, too many, the server's trouble
  const why = () => navigator.onLine ? "서버가 답하지 않아 " : "인터넷 연결이 끊겨 ";
  const retry = () => saved < edits && draft()?.dispatchEvent(new Event("retry"));
  const resume = () => pressed ? send() : retry();
  const fail = (status) => {
    again = clearTimeout(again);
    if (!unreached(status)) {
      forget(); // the server keeps what it refuses
      return say("저장하지 못했습니다. 저장 단추를 누르면 이유를 알려 드립니다.", true);
    }
    keep();
    again = setTimeout(resume, 10000);
    say(why() + "저장하지 못했습니다. 곧 다시 저장합니다.", true);
  };
  on("htmx:before:request", ({detail: {ctx}}) => {
    if (!mine(ctx.sourceElement)) return;
    ctx.request.body.set("base", draft().elements.base.value); // drawn up before the last answer, perhaps
    ctx.edits = edits;
    busy++;
    late = setTimeout(keep, 4000);
    say("저장 중…", false);
  });
  on("htmx:before:swap", ({detail: {ctx, tasks}}) => {
    ctx.stored = ctx.response.status < 400 && tasks.some((task) => task.target?.id === "live");
  });
  on("htmx:finally:request", ({detail: {ctx}}) => {
    if (ctx.edits === undefined) return;
    const status = ctx.response?.raw.redirected ? 401 : ctx.response?.status;
    busy--;
    clearTimeout(late);
    if (ctx.stored) saved = Math.max(saved, ctx.edits);
    if (!ctx.stored) fail(status);
    else if (saved === edits) {
      again = clearTimeout(again);
      forget();
      say("저장됨 " + new Date(serverNow()).toLocaleTimeString("sv", {timeZone: "Asia/Seoul"}), false);
    } else if (told) retry();
    if (!ctx.stored || saved === edits) told?.(ctx.stored || !unreached(status));
  });
  addEventListener("online", resume);
  addEventListener("beforeunload", (event) => saved < edits && event.preventDefault());

  /* ---- files: too many or too large is said before anything is sent ---- */
  const tooMuch = ({files, dataset: {most, each, whole, tooMany, tooLarge, tooHeavy}}) => {
    const large = [...files].find((file) => file.size > each), sum = [...files].reduce((so, file) => so + file.size, 0);
    return files.length > most ? tooMany : large ? `${large.name}: ${tooLarge}` : sum > whole ? tooHeavy : "";
  };
  const judge = (field) => {
    const says = one(`#${field.id}-says`).textContent = tooMuch(field);
    field.setAttribute("aria-invalid", !!says);
    return says;
  };
  on("change", ({target}) => target.matches("[data-each]") && judge(target));

  /* ---- a submit leaves the page only for a server that answers, and with everything typed in it stored ---- */
  let cleared = null, pressed = null;
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  const mark = (form, button) => {
    form.dataset.sent = "yes";
    button?.setAttribute("aria-disabled", "true");
  };
  const go = (form, button) => {
    release(form);
    cleared = form;
    pressed = null;
    form.requestSubmit(button);
  };
  const stored = () => new Promise((resolve) => {
    told = resolve;
    setTimeout(resolve, 8000, false);
    if (!busy) retry();
  });
  const answers = () => fetch("/healthz", {method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(8000)})
    .then(({ok}) => ok, () => false);
  const send = async () => {
    const {form, button} = pressed;
    if (form.dataset.sent) return;
    mark(form, button);
    const reached = await (mine(form) && (busy || saved < edits) ? stored() : answers());
    told = null;
    release(form);
    if (!pressed) return; // typed on meanwhile
    if (reached) return go(form, button);
    clearTimeout(again);
    const text = why() + (mine(form) ? "아직 저장하지 못했습니다. 이 화면을 열어 두면 연결되는 대로 저장하고 넘어갑니다."
      : "보내지 못했습니다. 쓰신 내용은 이 화면에 그대로 있습니다. 연결된 뒤 다시 눌러 주세요.");
    if (mine(form)) {
      keep();
      pressed.waits = true;
      again = setTimeout(resume, 5000);
      return say(text, true);
    }
    pressed = null;
    const place = one(".unsent", form) || form.appendChild(document.createElement("p"));
    place.className = "unsent save-state failed";
    place.role = "alert";
    place.textContent = text;
  };
  on("submit", (event) => {
    const form = event.target, button = event.submitter, wrong = [...all("[data-each]", form)].find(judge);
    if (wrong) {
      wrong.focus();
      return event.preventDefault();
    }
    if (form.dataset.sent) return event.preventDefault();
    if (form.elements.author && cleared !== form) {
      event.preventDefault();
      pressed = {form, button};
      return send();
    }
    cleared = null;
    // htmx shows the next step in this page
    if (button?.name === "save" && !one("[name=save]", form).dispatchEvent(new Event("retry", {cancelable: true}))) event.preventDefault();
    mark(form, button);
    if (mine(form)) saved = edits;
    if (form.dataset.busy && button) button.textContent = form.dataset.busy;
    // a download leaves the page standing; files take long
    setTimeout(release, form.dataset.busy ? 12e4 : 8e3, form);
  });
  on("htmx:error", ({detail: {ctx}}) => { // again without it, once the server answers
    const {name, form} = ctx?.sourceElement ?? {};
    if (name !== "save") return;
    release(form);
    form.requestSubmit();
  });
  addEventListener("pageshow", ({persisted}) => persisted && all("form[data-sent]").forEach(release));

  /* ---- what could not be sent: kept here, a day at most, without personal answers; then sent ---- */
  const storage = (() => { try { return localStorage ?? {}; } catch { return {}; } })();
  const ours = () => Object.keys(storage).filter((key) => key.startsWith("typed "));
  const key = (form) => "typed " + form.elements.page.value; // each drawing of a page has its own
  const keep = () => {
    const form = draft();
    if (!form || saved === edits) return;
    const sent = [...new FormData(form)].filter(([name]) => name !== "csrf_token" && !one(`[name="${name}"][data-personal]`, form));
    try { storage[key(form)] = JSON.stringify({at: Date.now(), to: form.getAttribute("action"), sent}); } catch { /* full */ }
  };
  const forget = () => { delete storage[key(draft())]; };
  const bring = async (name) => {
    const {at, to, sent} = JSON.parse(storage[name]);
    if (Date.now() - at > 864e5) return delete storage[name];
    const drawn = await fetch(to).then((answer) => answer.text());
    const form = one("#step-form", new DOMParser().parseFromString(drawn, "text/html"));
    if (!form) return; // signed out, or another's application
    const body = new FormData();
    sent.forEach((pair) => body.append(...pair));
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("auto", "1");
    body.set("brought", "1"); // the server sees whose it is and adds the personal answers
    const answer = await fetch(to, {method: "POST", body, headers: {"HX-Request": "true"}});
    if (unreached(answer.status)) return;
    delete storage[name];
    const there = new URL(to, location);
    if (answer.ok && !answer.redirected) there.searchParams.set("brought", 1);
    if (there.pathname === location.pathname && saved === edits) location.replace(there);
  };
  if (location.search.includes("out=1")) ours().forEach((name) => delete storage[name]);
  ours().forEach((name) => bring(name).catch(() => null));

  /* ---- Korean: no request while a syllable is composed; counts; amounts in words ---- */
  let composing = false, held = null;
  on("htmx:config:request", (event) => {
    const {request: {form}, sourceElement} = event.detail.ctx;
    if (mine(form) && form.dataset.sent && !told) return event.preventDefault(); // the page itself is on its way
    if (!composing) return;
    event.preventDefault();
    held = sourceElement;
  });
  on("compositionstart", () => { composing = true; });
  on("compositionend", ({target}) => {
    composing = false;
    target.dispatchEvent(new Event("input", {bubbles: true}));
    held?.dispatchEvent(new Event("retry"));
    held = null;
  });
  const count = (field) => {
    const place = field.dataset.limit && one(`[data-count="${field.id}"]`);
    if (!place) return;
    const length = [...field.value.normalize("NFC")].length, over = length - field.dataset.limit;
    const rest = over > 0 ? `${over.toLocaleString()}자 넘음` : length < 1000 ? "" : `약 ${(length / 2000).toFixed(1)}쪽`;
    place.textContent = `${length.toLocaleString()}/${(length - over).toLocaleString()}자 ${rest}`;
    place.classList.toggle("over", over > 0);
  };
  const spoken = (won) => [...String(won)].reverse().map((digit, at) =>
    (+digit ? "영일이삼사오육칠팔구"[digit] + " 십백천"[at % 4] : "") + (at % 4 ? "" : " 만억조"[at / 4])
  ).reverse().join("").replace(/ |(?<=[억조])[만억]+/g, "") || "영";
  const read = (field, fresh) => {
    const place = one(`[id="${field.id}-words"]`), [, sign, typed] = /^(-?)(\d{1,3}(?:,\d{3}){0,4}|\d{1,15})원?$/.exec(field.value) ?? [];
    const won = +typed?.replaceAll(",", ""), said = sign ? "" : ` (금\u00a0${spoken(won)}원정)`;
    if (place && (fresh || typed)) place.textContent = typed ? `${sign}${won.toLocaleString()}원${said}` : "";
  };
  const forgive = (field) => { // said of the old answer; of a step's, saving says it anew
    field.closest(".is-error")?.classList.remove("is-error");
    all(`[id="${field.name}-error"], #error-summary li:has([href="#${field.name}"])`).forEach((said) => said.remove());
  };
  on("input", (event) => {
    if (mine(event.target.form)) {
      edits++;
      if (pressed?.waits) pressed = null; // typed on: the page stays
      if (again || !navigator.onLine) keep();
    } else forgive(event.target);
    count(event.target);
    read(event.target, true);
    if (event.isComposing) event.stopPropagation();
  }, true);

  on("click", ({target}) => target.matches("[data-print]") && print());

  /* ---- focus: the error summary ---- */
  let summary = null;
  const focusSummary = () => {
    const found = one("#error-summary");
    if (found !== summary) found?.focus();
    summary = found;
  };
  on("htmx:after:swap", ({detail: {ctx}}) => {
    focusSummary();
    read(document.activeElement);
    if (mine(ctx.request.form)) all("[id$=-said]").forEach((said) => {
      const wrong = !!one(".form-hint-invalid", said);
      one(".form-conts", said.parentElement)?.classList.toggle("is-error", wrong);
      all(`[name="${said.id.slice(0, -5)}"]`, draft()).forEach((field) => field.setAttribute("aria-invalid", wrong));
    });
  });

  /* ---- countdown by the server's clock ---- */
  const tick = () => all("[data-closes]").forEach((place) => {
    const left = Math.floor((Date.parse(place.dataset.closes) - serverNow()) / 1000), days = Math.floor(left / 86400);
    const clock = `${new Date(left * 1000).toISOString().slice(11, 19)} 남음`;
    place.textContent = left <= 0 ? "접수가 마감되었습니다" : days ? `${days}일 ${clock}` : clock;
  });
  setInterval(tick, 1000);

  /* ---- session: warned before its idle end, extended in every tab at once ---- */
  const dialog = one("dialog[data-session]");
  if (dialog) {
    const {idle, extendUrl, endedUrl} = dialog.dataset, tabs = new BroadcastChannel("session");
    let end;
    const leave = async () => await answers() && location.assign(endedUrl);
    const renew = () => { end = performance.now() + idle * 1000; dialog.close(); };
    const renewed = (answer) => answer?.ok && !answer.redirected && (renew(), tabs.postMessage(0), true);
    tabs.onmessage = renew;
    renewed({ok: true});
    on("htmx:after:request", ({detail: {ctx}}) => renewed(ctx.response.raw));
    one("[data-extend]").addEventListener("click", async () => {
      const body = new FormData(one("form", dialog));
      if (!renewed(await fetch(extendUrl, {method: "POST", body}).catch(() => null))) leave();
    });
    setInterval(() => {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) leave();
      else if (left <= 120 && !dialog.open) dialog.showModal();
      one("[data-session-left]").textContent = `${Math.floor(left / 60)}분 ${left % 60}초`;
    }, 1000);
  }

  focusSummary();
  all("[data-limit]").forEach(count);
})();
