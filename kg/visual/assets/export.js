// Take away what is shown.
const exporting = (() => {
  function save(blob, name) {
    const anchor = make("a", { href: URL.createObjectURL(blob), download: name });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  }

  function savePng() {
    const drawn = byId("graph").querySelector("canvas");
    const copy = make("canvas", { width: drawn.width, height: drawn.height });
    const context = copy.getContext("2d");
    context.fillStyle = graph.colours.ground;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(drawn, 0, 0);
    copy.toBlob((blob) => save(blob, "graph.png"));
  }

  // A cell that starts like a formula would be run by a spreadsheet.
  const cellText = (value) => `"${(/^[=+\-@\t\r＝＋－＠]/.test(value) ? "'" : "") + String(value).replaceAll('"', '""')}"`;

  function saveCsv() {
    const head = ["source", "relation", "target", "sign", "polarity", "modality", "claimant", "from", "until", "confidence", "quote", "title", "publisher", "date", "url"];
    const rows = filters.visible().ties.flatMap((tie) => filters.claimsOf(tie).map((claim) => {
      const { title, publisher, date, url } = claim.about;
      return [actorName(tie.source), tie.relation, actorName(tie.target), tie.sign, claim.polarity, claim.modality, claim.claimant?.name ?? "",
        claim.from, claim.until, claim.confidence, claim.quote ?? "", title, publisher, date, url];
    }));
    save(new Blob([[head, ...rows].map((row) => row.map(cellText).join(",")).join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" }), "claims.csv");
  }

  function start() {
    byId("save-png").addEventListener("click", savePng);
    byId("save-csv").addEventListener("click", saveCsv);
  }

  return { start, save };
})();
