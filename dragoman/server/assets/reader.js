// An address that names a thing of the report (#ID) lights up its row and its words, and shows both.
const show = () => {
  const anchor = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const row = anchor?.closest("tr[data-ids]");
  if (!row || row === anchor) return;
  const record = row.closest(".record");
  if (record && record.scrollHeight > record.clientHeight) record.scrollTop = row.offsetTop - 60;
  row.querySelector("td")?.click();
};
window.addEventListener("hashchange", show);
window.addEventListener("load", show);
