package cli

import "strings"

// LinkName reports whether the kernel takes name for a link's (dev_valid_name).
func LinkName(name string) bool {
	return name != "" && len(name) < 16 && name != "." && name != ".." && !strings.ContainsAny(name, "/ \t\n\v\f\r")
}
