// Runs before the first paint, so that nobody sees the wrong language, theme or size flash by. What a person chose in the settings is put on <html>;
// what was not chosen stays absent and follows the system. The app reads the same keys later and is the one who writes them, but for ?lang=, which is
// remembered here: the static shell is already in that language. A browser that forbids storage throws on every touch; then the system decides.
(function () {
  var root = document.documentElement;
  var languages = ["kk", "ru", "en"];
  function saved(key) {
    try { return localStorage.getItem("meyirim." + key); } catch (_) { return null; }
  }
  function known(tag) {
    var language = String(tag || "").slice(0, 2).toLowerCase();
    return languages.indexOf(language) < 0 ? "" : language;
  }

  var asked = known((/[?&]lang=([a-z]{2})(?:[&#]|$)/.exec(location.search) || [])[1]);
  if (asked) try { localStorage.setItem("meyirim.lang", asked); } catch (_) { /* it holds for this page */ }
  root.lang = asked || known(saved("lang")) || (navigator.languages || [navigator.language]).map(known).filter(Boolean)[0] || "kk";

  var choices = { theme: /^(light|dark)$/, contrast: /^(more|normal)$/, text: /^(l|xl)$/, motion: /^less$/ };
  for (var key in choices) {
    var value = saved(key);
    if (value && choices[key].test(value)) root.dataset[key] = value;
  }

  // Which place the static shell shows until the app takes over: the first part of the path. A detail is no place: it has its own frame.
  var path = location.pathname.split("/").filter(Boolean);
  root.dataset.place = path.length > 1 ? "detail" : path[0] || "home";
})();
