"use strict";
(() => {
  const tip = document.getElementById("tip");
  const cells = new Map();
  let current = null;
  const show = (cell) => {
    current = cell;
    tip.textContent = cell.dataset.tip;
    tip.hidden = false;
    const at = cell.getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const left = at.left + at.width / 2 - box.width / 2;
    const above = at.top - box.height - 8;
    tip.style.left = Math.max(8, Math.min(left, document.documentElement.clientWidth - box.width - 8)) + "px";
    tip.style.top = (above < 8 ? at.bottom + 8 : above) + "px";
  };
  const hide = () => { tip.hidden = true; };
  const next = (cell, key) => {
    const row = cells.get(cell.parentElement);
    const at = row.indexOf(cell);
    const box = cell.getBoundingClientRect();
    const sameColumn = (other) => Math.abs(other.getBoundingClientRect().left - box.left) < 2;
    switch (key) {
      case "ArrowRight": return row[at + 1];
      case "ArrowLeft": return row[at - 1];
      case "Home": return row[0];
      case "End": return row[row.length - 1];
      case "ArrowDown": return row.slice(at + 1).find(sameColumn);
      case "ArrowUp": return row.slice(0, at).reverse().find(sameColumn);
      default: return undefined;
    }
  };
  for (const map of document.querySelectorAll(".map")) {
    const all = [...map.querySelectorAll(".c")];
    cells.set(map, all);
    for (const cell of all) {
      cell.dataset.tip = cell.title;
      cell.setAttribute("aria-label", cell.title);
      cell.removeAttribute("title");
    }
    if (all.length > 0) all[0].tabIndex = 0;
    map.addEventListener("mouseover", (event) => {
      const cell = event.target.closest(".c");
      if (cell) show(cell); else hide();
    });
    map.addEventListener("mouseleave", hide);
    map.addEventListener("focusin", (event) => {
      const cell = event.target.closest(".c");
      if (!cell) return;
      for (const other of all) if (other.tabIndex === 0) other.tabIndex = -1;
      cell.tabIndex = 0;
      show(cell);
    });
    map.addEventListener("focusout", hide);
    map.addEventListener("keydown", (event) => {
      const to = next(event.target, event.key);
      if (event.key === "Escape") hide();
      if (!to) return;
      event.preventDefault();
      to.focus();
    });
  }
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.classList.contains("c")) target.focus();
  });
  addEventListener("scroll", () => {
    if (!tip.hidden) show(current);
  }, { passive: true });
})();
