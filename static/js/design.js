// The component sheet only: what bears the class show-hover or show-focus looks as if it were
// pointed at or had the focus, by a copy of each rule of ours that says how that looks.
const COPIES = { ":hover": ".show-hover", ":focus-visible": ".show-focus", ":focus": ".show-focus" };

const copy = (rules, parent) => {
  for (const rule of [...rules]) {
    if (rule.styleSheet) copy(rule.styleSheet.cssRules, rule.styleSheet);
    else if (rule.selectorText) copyRule(rule, parent);
    else if (rule.cssRules) copy(rule.cssRules, rule);
  }
};

const copyRule = (rule, parent) => {
  for (const [state, name] of Object.entries(COPIES)) {
    if (!rule.selectorText.includes(state)) continue;
    const selector = rule.selectorText.replaceAll(state, name);
    parent.insertRule(`${selector} { ${rule.style.cssText} }`, parent.cssRules.length);
    return;
  }
};

for (const sheet of document.styleSheets) copy(sheet.cssRules, sheet);
