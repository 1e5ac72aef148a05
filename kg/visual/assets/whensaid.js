// When a contested tie was affirmed and when it was denied: a contradiction, or an end.
const whensaid = (() => {
  function spans(claims) {
    const of = (polarity) => {
      const dates = claims.filter((claim) => claim.polarity === polarity).map((claim) => claim.about.date || claim.start).filter(Boolean);
      return { first: data.least(dates), last: data.most(dates) };
    };
    return { affirmed: of("affirmed"), denied: of("denied") };
  }

  const year = (date) => date.slice(0, 4);

  // "affirmed 2012 – 2020, denied 2025"; whole dates where years would not tell the two apart.
  function words(claims) {
    const { affirmed, denied } = spans(claims), ends = ({ first, last }) => [year(first), year(last)];
    const isApart = !ends(affirmed).some((end) => end && ends(denied).includes(end)), short = isApart ? year : (date) => date;
    return Object.entries({ affirmed, denied }).map(([said, { first, last }]) => `${said} ${period(short(first), short(last)) || "at no date told"}`).join(", ");
  }

  function help(claims) {
    const { affirmed, denied } = spans(claims), isLater = affirmed.last && denied.first > affirmed.last;
    return isLater ? "Every denial is later than what affirms it: it may have ended, and need not be in dispute." : "Some claims affirm it, others deny it.";
  }

  return { words, help };
})();
