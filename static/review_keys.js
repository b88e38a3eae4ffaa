/* Keys for an officer at a registration. The page works without them; templates/staff/registration.html says which they are. */
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)], one = (selector) => document.querySelector(selector);
  const form = one("form.review"), wanted = one("#keys-wanted");
  const storage = (() => { try { return localStorage; } catch { return {}; } })();
  let at = -1, evidence = -1;

  const show = (item) => {
    if (!item) return;
    at = all("[data-item]").indexOf(item);
    item.focus({preventScroll: true});
    item.scrollIntoView({block: "start"});
    item.querySelector(":scope > p > a[target=evidence-view]")?.click();
  };
  const move = (by) => {
    const items = all("[data-item]");
    show(items[Math.min(items.length - 1, Math.max(0, at + by))]);
  };
  const nextEvidence = () => {
    const items = all("[data-item=evidence]");
    show(items[evidence = (evidence + 1) % items.length]);
  };
  const tick = (choice) => {
    const item = all("[data-item]")[at], box = item?.querySelector(`[type=radio][value=${choice}]`);
    if (!box) return;
    box.checked = true;
    box.dispatchEvent(new Event("change", {bubbles: true}));
    if (choice === "right") move(1);
    else item.querySelector("textarea").focus();
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    c: nextEvidence,
    y: () => tick("right"),
    n: () => tick("mend"),
    Y: () => one("[name=all]")?.click(),
    a: () => one("#approve")?.focus(),
    J: () => one("[data-go=J]")?.click(),
    K: () => one("[data-go=K]")?.click(),
    "?": () => { const help = one("#keys"); help.open = true; help.querySelector("summary").focus(); },
  };
  const arrows = {ArrowDown: "j", ArrowUp: "k"};

  document.addEventListener("keydown", (event) => {
    const {target, key} = event;
    if (!wanted.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (target.closest("textarea, select, dialog, input:not([type=radio], [type=checkbox])")) return;
    const act = keys[target.matches("[data-item]") && arrows[key] || key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("focusin", ({target}) => {
    const item = target.closest("[data-item]");
    if (item) at = all("[data-item]").indexOf(item);
  });

  /* a tick that could not be stored is said where the others are counted */
  document.addEventListener("htmx:finally:request", ({detail: {ctx}}) => {
    if (ctx.sourceElement !== form || ctx.response?.status < 400 && !ctx.response.raw.redirected) return;
    one("#tally").textContent = "표시를 저장하지 못했습니다. ‘표시 저장’을 눌러 주세요.";
  });

  wanted.checked = storage.noKeys !== "yes";
  wanted.addEventListener("change", () => { storage.noKeys = wanted.checked ? "" : "yes"; });
  one("#keys").hidden = false;
})();
