//! `performance.mark`: moments that benchmarks and tests wait for. Their names are listed in the README.

/// Marks a moment. Repeated marks of one name are kept by the browser; the first is what start-up figures use.
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
        let _ = performance.mark(name);
    }
}

/// Marks it unless it has been marked.
pub fn mark_once(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance())
        && performance.get_entries_by_name(name).length() == 0
    {
        let _ = performance.mark(name);
    }
}
