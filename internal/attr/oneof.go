package attr

import "gip/internal/cli"

// OneOf is the place in list of the word that w is or, with a warning, abbreviates.
// The complaint's status is that of a command that fails.
func OneOf(e *cli.Env, what string, list []string, w string) (int, error) {
	for i, s := range list {
		if s == "" || !cli.Prefix(w, s) {
			continue
		}
		if w != s {
			e.Warn("WARNING: '" + w + "' matches '" + s + "' by prefix.\n" +
				"Matching by prefix is deprecated in this context, please use the full string.")
		}
		return i, nil
	}
	return 0, e.Fail(cli.OneOf(what, list, w))
}
