/* What htmx does not do. Every page works without this file. */
(() => {
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const one = (selector, within = document) => within.querySelector(selector);
  const on = (type, handle, capture) => document.addEventListener(type, handle, capture);
  const page = performance.getEntriesByType("navigation")[0];
  const serverNow = () => Date.parse(document.body.dataset.now) + performance.now() - page.responseStart;

  /* ---- autosave: 저장 중… → 저장됨 14:03:22, or not ---- */
  const draft = () => one("form[data-autosave]"), mine = (form) => form && form === draft();
  let edits = 0, saved = 0, busy = 0, waiting = null, again = 0;

  const say = (text, failed) => all("[data-save-state]").forEach((place) => {
    place.textContent = text;
    place.classList.toggle("failed", failed);
  });
  const retry = () => saved < edits && draft()?.dispatchEvent(new Event("retry"));
  const fail = (status = 0) => {
    const passing = !status || status >= 429; // no network, too many, our own trouble
    say("저장하지 못했습니다. " + (passing ? "곧 다시 저장합니다." : "저장 단추를 누르면 이유를 알려 드립니다."), true);
    clearTimeout(again);
    if (passing) again = setTimeout(retry, 10000);
  };
  on("htmx:before:request", ({detail: {ctx}}) => {
    if (!mine(ctx.request.form)) return;
    // drawn up before the last answer, perhaps: give it the newest base revision
    for (const {name, value} of all("input[type=hidden]", draft())) ctx.request.body.set(name, value);
    ctx.edits = edits;
    busy++;
    say("저장 중…", false);
  });
  on("htmx:before:swap", (event) => {
    const {ctx, tasks} = event.detail, button = ctx.sourceElement;
    ctx.stored = ctx.response.status < 400 && tasks.some((task) => task.target?.id === "live");
    if ("rowButton" in button.dataset && !tasks[0].fragment.childElementCount) {
      event.preventDefault(); // another page came: closed, signed out, changed by two. The plain way shows it.
      waiting = {button};
    }
  });
  on("htmx:finally:request", ({detail: {ctx}}) => {
    if (ctx.edits === undefined) return;
    busy--;
    if (ctx.stored) saved = Math.max(saved, ctx.edits);
    if (waiting) return draft().requestSubmit(waiting.button);
    if (!ctx.stored) fail(ctx.response?.raw.redirected ? 401 : ctx.response?.status);
    else if (saved === edits) say("저장됨 " + new Date(serverNow()).toLocaleTimeString("sv", {timeZone: "Asia/Seoul"}), false);
  });
  addEventListener("online", retry);
  addEventListener("beforeunload", (event) => saved < edits && event.preventDefault());

  /* ---- one submit at a time, and none during an autosave: it would look like another's change ---- */
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  on("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (mine(form) && busy && !waiting) {
      waiting = {button};
      setTimeout(() => waiting && form.requestSubmit(button), 5000);
      return event.preventDefault();
    }
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    waiting = null;
    if (mine(form)) saved = edits;
    button?.setAttribute("aria-disabled", "true");
    if (form.dataset.busy) button.textContent = form.dataset.busy;
    // a download leaves the page standing; files take long
    setTimeout(release, form.dataset.busy ? 120000 : 8000, form);
  });
  addEventListener("pageshow", ({persisted}) => persisted && all("form[data-sent]").forEach(release));

  /* ---- Korean: no request while a syllable is being composed; character counts ---- */
  let composing = false, held = null;
  on("htmx:config:request", (event) => {
    if (!composing) return;
    event.preventDefault();
    held = event.detail.ctx.sourceElement;
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
    const rest = over > 0 ? `${over.toLocaleString()}자 넘음` : `약 ${(length / 2000).toFixed(1)}쪽`;
    place.textContent = `${length.toLocaleString()}/${(length - over).toLocaleString()}자 · ${rest}`;
    place.classList.toggle("over", over > 0);
  };
  const forgive = (field) => { // said of the old answer; where answers are saved as they are typed, the save says what holds
    field.closest(".is-error")?.classList.remove("is-error");
    all(`[id="${field.name}-error"], #error-summary li:has([href="#${field.name}"])`).forEach((said) => said.remove());
  };
  on("input", (event) => {
    if (mine(event.target.form)) edits++;
    else forgive(event.target);
    count(event.target);
    if (event.isComposing) event.stopPropagation();
  }, true);

  /* ---- focus: the error summary, the new row ---- */
  let summary = null;
  const focusSummary = () => {
    const found = one("#error-summary");
    if (found !== summary) found?.focus();
    summary = found;
  };
  on("htmx:after:swap", ({detail: {ctx}}) => {
    focusSummary();
    if (mine(ctx.request.form)) all("[id$=-said]").forEach((said) => {
      const wrong = Boolean(one(".form-hint-invalid", said));
      one(".form-conts", said.parentElement)?.classList.toggle("is-error", wrong);
      all(`[name="${said.id.slice(0, -5)}"]`, draft()).forEach((field) => field.setAttribute("aria-invalid", wrong));
    });
    const sent = ctx.request.body, table = ctx.sourceElement; // htmx puts the new table where the gone button was
    if (sent?.has?.("add")) one("tbody tr:last-child :is(input, select, textarea)", table)?.focus();
    if (sent?.has?.("remove")) one("[name=add]", table)?.focus();
  });

  /* ---- countdown by the server's clock; role=timer is silent to screen readers ---- */
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const tick = () => all("[data-closes]").forEach((place) => {
    const left = Math.floor((Date.parse(place.dataset.closes) - serverNow()) / 1000), days = Math.floor(left / 86400);
    const clock = `${two(left / 3600 % 24)}:${two(left / 60 % 60)}:${two(left % 60)} 남음`;
    place.textContent = left <= 0 ? "접수가 마감되었습니다" : days ? `${days}일 ${clock}` : clock;
  });
  setInterval(tick, 1000);

  /* ---- session: warned two minutes before its idle end, extended in every tab at once ---- */
  const dialog = one("dialog[data-session]");
  if (dialog) {
    const {idle, extendUrl, endedUrl} = dialog.dataset, tabs = new BroadcastChannel("session");
    let end;
    const renew = () => { end = performance.now() + idle * 1000; dialog.close(); };
    const renewed = (answer) => answer?.ok && !answer.redirected && (renew(), tabs.postMessage(0), true);
    tabs.onmessage = renew;
    renewed({ok: true});
    on("htmx:after:request", ({detail: {ctx}}) => renewed(ctx.response.raw));
    one("[data-extend]").addEventListener("click", async () => {
      const body = new FormData(one("form", dialog));
      if (!renewed(await fetch(extendUrl, {method: "POST", body}).catch(() => null))) location.assign(endedUrl);
    });
    setInterval(() => {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) location.assign(endedUrl);
      else if (left <= 120 && !dialog.open) dialog.showModal();
      one("[data-session-left]").textContent = `${Math.floor(left / 60)}분 ${left % 60}초`;
    }, 1000);
  }

  focusSummary();
  all("[data-limit]").forEach(count);
})();
