"use strict";
// Selected words of the archived text go into the form: the words, and where they begin and end.
// JavaScript counts UTF-16 units, the record counts code points; only code points leave this file.
{
  const text = document.getElementById("text");
  const box = document.getElementById("id_exact");
  const start = document.getElementById("id_start");
  const end = document.getElementById("id_end");
  const taken = document.getElementById("taken");
  const paragraphs = [...text.querySelectorAll(".words")];

  const length = (words) => [...words].length;
  const startOf = (paragraph) => Number(paragraph.dataset.start);

  // What stands in the paragraph before a point of the page.
  const before = (paragraph, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    range.setEnd(node, offset);
    return range.toString();
  };

  // A selection may end in the middle of a character of two units: then it is taken whole.
  const wholeStart = (all, units) => (/[\uDC00-\uDFFF]/.test(all[units] ?? "") ? units - 1 : units);
  const wholeEnd = (all, units) => (/[\uDC00-\uDFFF]/.test(all[units] ?? "") ? units + 1 : units);

  // The selected part of one paragraph, in UTF-16 units.
  const unitsIn = (paragraph, range) => {
    const all = paragraph.textContent;
    const holds = (node) => paragraph.contains(node);
    const from = holds(range.startContainer) ? before(paragraph, range.startContainer, range.startOffset).length : 0;
    const to = holds(range.endContainer) ? before(paragraph, range.endContainer, range.endOffset).length : all.length;
    return [wholeStart(all, from), wholeEnd(all, to)];
  };

  // The words of a range with the line ends between its paragraphs, and their first code point.
  const wordsOf = (range) => {
    const touched = paragraphs.filter((paragraph) => range.intersectsNode(paragraph));
    let words = "";
    let from = null;
    for (const [index, paragraph] of touched.entries()) {
      const [first, last] = unitsIn(paragraph, range);
      if (first >= last) continue;
      const all = paragraph.textContent;
      from ??= { paragraph, at: startOf(paragraph) + length(all.slice(0, first)) };
      words += all.slice(first, last);
      if (last === all.length && index < touched.length - 1) words += paragraph.dataset.gap;
    }
    return from && { words, ...from };
  };

  const say = (words, values = {}) => {
    taken.textContent = words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  };

  const take = (range) => {
    const found = wordsOf(range);
    const words = found?.words.trim();
    if (!words) return false;
    const first = found.at + length(found.words) - length(found.words.trimStart());
    box.value = words;
    start.value = first;
    end.value = first + length(words);
    // The places found before were those of other words.
    document.querySelector(".places")?.remove();
    say(taken.dataset.taken, { n: found.paragraph.dataset.number, start: start.value, end: end.value });
    return true;
  };

  const takeSelection = () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    // Three clicks on the last paragraph, or a mouse drawn too far, reach beyond the text.
    if (text.contains(range.startContainer) || text.contains(range.endContainer)) take(range);
  };

  // The words decide; the positions stay, to tell words of the selection from the same elsewhere.
  let whole = box.value;
  const edited = () => {
    if (start.value === "") return;
    if (!whole.includes(box.value.trim())) start.value = end.value = "";
    say(taken.dataset.edited);
  };

  document.addEventListener("selectionchange", () => {
    takeSelection();
    if (document.activeElement !== box) whole = box.value;
  });
  box.addEventListener("input", edited);

  // One paragraph is a stop of the Tab key; the arrow keys go on from there.
  const stop = (paragraph) => {
    for (const other of paragraphs) other.tabIndex = other === paragraph ? 0 : -1;
  };
  const goTo = (paragraph) => {
    if (!paragraph) return;
    stop(paragraph);
    paragraph.focus();
  };
  const takeWhole = (paragraph) => {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    take(range);
    whole = box.value;
    box.focus();
    box.setSelectionRange(0, 0);
  };
  const keys = {
    ArrowDown: (at) => goTo(paragraphs[at + 1]),
    ArrowUp: (at) => goTo(paragraphs[at - 1]),
    Home: () => goTo(paragraphs[0]),
    End: () => goTo(paragraphs.at(-1)),
    Enter: (at) => takeWhole(paragraphs[at]),
  };

  text.addEventListener("keydown", (event) => {
    const at = paragraphs.indexOf(event.target);
    const isPlain = !(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey);
    if (at < 0 || !isPlain || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key](at);
  });
  stop(paragraphs[0]);
}
