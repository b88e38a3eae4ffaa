/* What htmx does not do: saying how autosave went, keeping off while Korean is being composed, character counts, the
   countdown, the session dialog, focus after a refusal, one submit at a time. Every page works without this file. */
(() => {
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const one = (selector) => document.querySelector(selector);
  const on = (type, handle, capture) => document.addEventListener(type, handle, capture);
  const autosaved = (element) => element.closest?.("form[data-autosave]");
  const started = Date.parse(document.body.dataset.now) - (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  const serverNow = () => started + performance.now();

  /* ---- autosave: 저장 중… → 저장됨 14:03:22, or why not; tried again every ten seconds ---- */
  const REASONS = {
    0: "인터넷 연결이 끊겼습니다. 이어지면 다시 저장합니다.",
    400: "화면을 연 지 오래되어 확인이 필요합니다. ‘저장’을 눌러 이어 가 주세요.",
    401: "로그인 시간이 끝났습니다. ‘저장’을 누르면 다시 로그인한 뒤 이어서 쓸 수 있습니다.",
    403: "접수가 마감되어 더 저장할 수 없습니다.",
    409: "같은 칸을 다른 사람이 먼저 고쳤습니다. ‘저장’을 눌러 어느 값을 남길지 골라 주세요.",
    413: "내용이 너무 깁니다. 글을 줄이거나 나누어 주세요.",
  };
  let edits = 0, saved = 0, composing = false, delayed = null, again = 0;

  const say = (text, failed = false) => all("[data-save-state]").forEach((place) => {
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("failed", failed);
  });
  const retry = (form) => form?.isConnected && form.dispatchEvent(new Event("retry"));
  const fail = (form, status) => {
    say("저장하지 못했습니다. " + (REASONS[status] ?? "저희 쪽 문제일 수 있어 잠시 뒤 다시 저장합니다."), true);
    clearTimeout(again);
    if (!status || status >= 429) again = setTimeout(retry, 10000, form);
  };

  on("htmx:config:request", (event) => {
    if (!composing) return;
    event.preventDefault(); // a half-written syllable is not an answer yet
    delayed = event.detail.ctx.sourceElement;
  });
  on("htmx:before:request", ({detail: {ctx}}) => {
    const form = ctx.sourceElement.closest("form");
    if (!autosaved(ctx.sourceElement)) return;
    for (const hidden of all("input[type=hidden]", form)) ctx.request.body?.set?.(hidden.name, hidden.value); // the newest base
    ctx.edits = edits;
    say("저장 중…");
  });
  on("htmx:before:swap", (event) => {
    const {ctx, tasks} = event.detail, button = ctx.sourceElement;
    const main = tasks.find((task) => task.type === "main");
    ctx.stored = ctx.response.status < 400 && tasks.some((task) => task.type === "oob" && task.target.id === "live");
    if (button.matches("[data-row-button]") && !main?.fragment.childElementCount) {
      event.preventDefault(); // another page came: closed, signed out, changed by two – the plain way shows it
      saved = edits;
      button.form.requestSubmit(button);
    }
  });
  on("htmx:finally:request", ({detail: {ctx}}) => {
    const form = autosaved(ctx.sourceElement) ?? one("form[data-autosave]");
    if (ctx.edits === undefined || !form) return;
    if (!ctx.stored) return ctx.request.signal.aborted || fail(form, ctx.response?.raw.redirected ? 401 : ctx.response?.status ?? 0);
    saved = Math.max(saved, ctx.edits);
    if (saved === edits) say("저장됨 " + new Date(serverNow()).toLocaleTimeString("ko-KR", {hourCycle: "h23", timeZone: "Asia/Seoul", timeStyle: "medium"}));
  });
  addEventListener("online", () => saved < edits && retry(one("form[data-autosave]")));
  addEventListener("beforeunload", (event) => saved < edits && event.preventDefault());

  /* ---- Korean composition, character counts, grouped amounts ---- */
  on("compositionstart", () => { composing = true; });
  on("compositionend", ({target}) => {
    composing = false;
    target.dispatchEvent(new Event("input", {bubbles: true}));
    if (delayed) setTimeout(retry, 100, delayed);
    delayed = null;
  });
  on("input", (event) => {
    if (autosaved(event.target)) edits++;
    count(event.target);
    if (event.isComposing) event.stopPropagation();
  }, true);
  on("change", ({target}) => {
    if (target.matches("[inputmode=numeric].kind-number") && /^-?\d{4,15}$/.test(target.value)) {
      target.value = target.value.replace(/\B(?=(\d{3})+$)/g, ",");
    }
  }, true);
  const count = (field) => {
    const place = field.dataset.limit && one(`[data-count="${field.id}"]`), limit = +field.dataset.limit;
    if (!place) return;
    const length = [...field.value.normalize("NFC")].length, over = length - limit;
    const rest = over > 0 ? `${over.toLocaleString()}자 넘음` : `약 ${(length / 2000).toFixed(1)}쪽`;
    place.textContent = `${length.toLocaleString()}/${limit.toLocaleString()}자 · ${rest}`;
    place.classList.toggle("over", over > 0);
  };

  /* ---- one submit at a time; leaving by a submit is not leaving unsaved ---- */
  on("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    saved = edits;
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(release, 8000, form); // an answer that is a download leaves the page standing
  });
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  addEventListener("pageshow", ({persisted}) => persisted && all("form[data-sent]").forEach(release));

  /* ---- focus: the error summary after a refusal, the new row's first cell after adding one ---- */
  let summary = null;
  const focusSummary = () => {
    const found = one("#error-summary");
    if (found && found !== summary) found.focus();
    summary = found;
  };
  on("htmx:after:swap", ({detail: {ctx}}) => {
    focusSummary();
    const button = ctx.request.submitter ?? ctx.sourceElement, table = ctx.target?.id && one("#" + CSS.escape(ctx.target.id));
    if (table && ctx.request.body?.has?.("add")) [...all("tbody tr", table)].pop()?.querySelector("input, select, textarea")?.focus();
    if (table && ctx.request.body?.has?.("remove")) table.querySelector("[name=add]")?.focus();
  });

  /* ---- countdown by the server's clock; role=timer keeps it silent for screen readers ---- */
  const tick = () => all("[data-closes]").forEach((place) => {
    const left = Math.max(0, Math.floor((Date.parse(place.dataset.closes) - serverNow()) / 1000));
    const days = Math.floor(left / 86400), two = (number) => String(Math.floor(number)).padStart(2, "0");
    const clock = `${two(left / 3600 % 24)}:${two(left / 60 % 60)}:${two(left % 60)}`;
    place.textContent = left ? (days ? `${days}일 ${clock}` : clock) + " 남음" : "접수가 마감되었습니다";
  });
  if (one("[data-closes]")) setInterval(tick, 1000), tick();

  /* ---- session: warned two minutes before the idle end, and extended in every tab at once ---- */
  const dialog = one("dialog[data-session]");
  if (dialog) {
    const idle = dialog.dataset.idle * 1000, tabs = new BroadcastChannel("session");
    let end = performance.now() + idle;
    const renew = () => { end = performance.now() + idle; dialog.close(); };
    const renewAll = () => { renew(); tabs.postMessage("renewed"); };
    tabs.onmessage = renew;
    renewAll();
    on("htmx:after:request", ({detail: {ctx}}) => ctx.response.raw.ok && !ctx.response.raw.redirected && renewAll());
    one("[data-extend]").addEventListener("click", async () => {
      const body = new FormData(dialog.querySelector("form"));
      const answer = await fetch(dialog.dataset.extendUrl, {method: "POST", body}).catch(() => null);
      if (answer?.ok && !answer.redirected) renewAll();
      else location.assign(dialog.dataset.endedUrl);
    });
    setInterval(() => {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) location.assign(dialog.dataset.endedUrl);
      else if (left <= 120) {
        if (!dialog.open) dialog.showModal();
        one("[data-session-left]").textContent = `${Math.floor(left / 60)}분 ${left % 60}초`;
      }
    }, 1000);
  }

  focusSummary();
  all("[data-limit]").forEach(count);
})();
