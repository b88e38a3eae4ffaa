/* Tables of a step: rows moved, blocks pasted, Enter to the cell below. Without it: forms/table_rows.py. */
(() => {
  const on = document.addEventListener.bind(document);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  all("[data-parts]").forEach((place) => place.replaceWith(one("#table-parts").content.cloneNode(true)));
  if (self.rowsMove) return; // a next step
  self.rowsMove = true;
  const rows = (table) => all("tbody tr", table);
  const cells = (row) => all(".form-conts :is(input, select, textarea)", row);
  const key = (row) => one("[type=hidden]", row);
  const fields = (row) => [key(row), ...cells(row)];
  const full = (table) => rows(table).length >= table.dataset.most;

  /* rows: their names follow where they stand, their keys do not (docs/adr/0031) */
  const arrange = (table) => {
    const numbered = new RegExp(`\\b${table.dataset.table}-\\d+`, "g");
    rows(table).forEach((row, index) => {
      const place = index + +table.dataset.first;
      for (const part of [row, ...all("*", row)]) for (const {name, value} of [...part.attributes]) {
        if (name !== "value" || part.matches("button")) part.setAttribute(name, value.replace(numbered, `${table.dataset.table}-${place}`));
      }
      for (const {lastChild} of all("th, button span", row)) lastChild.data = lastChild.data.replace(/\d+$/, place + 1);
    });
    all("[name=add], [name=insert]", table).forEach((button) => { button.disabled = full(table); });
    one("[data-full]", table).hidden = !full(table);
  };
  const type = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", {bubbles: true})); // for site.js
  };
  const changed = (table) => {
    arrange(table);
    type(key(table), key(table).value);
    table.closest("form").dispatchEvent(new Event("retry")); // htmx passes over an unchanged value
  };
  const blank = (table, before = null) => {
    const row = rows(table)[0].cloneNode(true);
    fields(row).forEach((field) => { field.value = field.dataset.ready ?? ""; });
    for (const part of all("*", row)) {
      part.classList.remove("is-error");
      part.ariaInvalid = null;
      if (part.matches("[data-live]")) part.textContent = "";
    }
    one("tbody", table).insertBefore(row, before);
    arrange(table);
    return row;
  };
  const begin = (table, before) => {
    const row = blank(table, before);
    cells(row).forEach((cell) => { cell.value = one(`[name$="-${cell.dataset.carried}"]`, row.previousElementSibling)?.value || cell.value; });
    cells(row)[0].focus();
  };
  const say = (table, text, undo) => {
    one("[data-told]", table).textContent = text;
    one("[name=undo]", table).hidden = !(table.undo = undo);
  };
  const undoing = (table) => {
    const was = rows(table).map((row) => [row, fields(row).map((field) => [field, field.value])]);
    return () => {
      was.forEach(([, values]) => values.forEach(([field, value]) => type(field, value)));
      one("tbody", table).replaceChildren(...was.map(([row]) => row));
      changed(table);
      say(table, "되돌렸습니다.");
      cells(table)[0].focus();
    };
  };
  const move = (table, row, by) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    row[by < 0 ? "after" : "before"](other); // so that the focus stays
    changed(table);
    say(table, `${one("th", row).lastChild.data}번째로 옮겼습니다.`);
    document.activeElement.scrollIntoView({block: "nearest"});
  };
  const presses = {
    add: (table) => begin(table),
    insert: (table, row) => begin(table, row.nextElementSibling),
    up: (table, row) => {
      move(table, row, -1);
      if (!row.previousElementSibling) one("[name=down]", row).focus();
    },
    down: (table, row) => {
      move(table, row, 1);
      if (!row.nextElementSibling) one("[name=up]", row).focus();
    },
    remove: (table, row) => {
      const undo = undoing(table);
      if (rows(table).length <= table.dataset.least) blank(table);
      row.remove();
      changed(table);
      say(table, "지웠습니다.", undo);
      one("[name=add]", table).focus();
    },
    undo: (table) => table.undo(),
  };
  on("click", (event) => {
    const button = event.target.closest("[data-autosave] [data-table] button"), press = presses[button?.name];
    if (!press) return;
    event.preventDefault();
    press(button.closest("[data-table]"), button.closest("tr"));
  });
  on("keydown", (event) => {
    const {target} = event, by = {ArrowUp: -1, ArrowDown: 1}[event.key], row = target.closest("[data-autosave] [data-table] tbody tr");
    if (!row || event.isComposing || event.keyCode === 229) return;
    const table = row.closest("[data-table]");
    if (event.altKey && by && !target.matches("select")) move(table, row, by); // which opens a select
    else if (event.key === "Enter" && !event.shiftKey && target.matches(".form-conts input, .kind-text textarea")) {
      const below = row.nextElementSibling;
      (below ? cells(below)[cells(row).indexOf(target)] : one("[name=add]", table)).focus();
    } else return;
    event.preventDefault();
  });

  const alike = (text) => text.replace(/\s/g, "").toLowerCase();
  const drawn = (html) => { // a table and nothing else
    const {body} = new DOMParser().parseFromString(html.replace(/\s+/g, " ").replace(/<br[^>]*>|(?<=<\/p>) *(?=<p)/gi, "\n"), "text/html");
    const table = one("table", body), grid = [];
    if (!table || alike(table.textContent) !== alike(body.textContent)) return grid;
    [...table.rows].forEach(({cells}, down) => [...cells].forEach((cell) => {
      let across = 0;
      while (grid[down]?.[across] !== undefined) across++;
      for (let y = 0; y < cell.rowSpan; y++) for (let x = 0; x < cell.colSpan; x++) {
        (grid[down + y] ??= [])[across + x] = x ? "" : cell.textContent.trim();
      }
    }));
    return grid.slice(0, table.rows.length);
  };
  const separated = (text) => { // a cell of several lines is quoted
    const grid = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"\n]|"")*\n(?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
      grid.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
      if (!end) break;
      if (end === "\n") grid.push([]);
    }
    return grid;
  };
  on("paste", (event) => {
    const field = document.activeElement, row = field.closest("[data-autosave] [data-table] tbody tr"), data = event.clipboardData;
    const text = data.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, ""), across = row ? cells(row).indexOf(field) : -1;
    let block = drawn(data.getData("text/html"));
    if (!block.flat()[1]) block = separated(text.includes("\t") || field.matches("input") ? text : "");
    if (across < 0 || block.flat().length < 2) return;
    event.preventDefault();
    const table = row.closest("[data-table]"), undo = undoing(table), start = rows(table).indexOf(row);
    while (rows(table).length < start + block.length && !full(table)) blank(table);
    let put = 0;
    const left = block.filter((line, down) => {
      const into = rows(table)[start + down], fields = into ? cells(into).slice(across) : [];
      return line.filter((text, place) => {
        const cell = fields[place], option = cell?.options && [...cell.options].find(({label, value}) => [label, value].map(alike).includes(alike(text)));
        if (!cell || (cell.options && !option)) return text;
        type(cell, option ? option.value : cell.matches(".kind-long *") ? text : text.replace(/\s*\n\s*/g, " "));
        return !++put;
      }).length;
    }).map((line) => line.join("\t") + "\n").join("");
    changed(table);
    say(table, `${put}칸에 붙여 넣었습니다.`, undo);
    if (!left) return;
    one("[data-left]", table).hidden = false;
    one("[data-told]", table).scrollIntoView({block: "nearest"});
    one("[data-left] textarea", table).value += left;
  });

  on("input", ({target}) => {
    const row = target.closest("[data-table] tbody tr");
    if (!row || target === key(row)) return;
    key(row).value ||= Math.random().toString(36).slice(2, 12);
    say(row.closest("[data-table]"), "");
  });
})();
