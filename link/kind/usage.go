package kind

import (
	"gip/internal/attr"
	"gip/internal/cli"
)

// Usage is the help of k: its Help, or what its rows say.
func (k *Kind) Usage() string {
	if k.Help != "" {
		return k.Help
	}
	name := k.Name
	if Port([]byte(name)) == k {
		name += "_slave"
	}
	return "Usage: ... " + name + "\n" + explain(k.Rows) + explain(k.Also)
}

func explain(rows attr.Rows) (s string) {
	for i := range rows {
		r := &rows[i]
		if r.Only == attr.Get || r.Name == "" {
			continue
		}
		word := cli.Plain(r.Name)
		if r.No {
			word = "[no]" + word
		}
		if r.Args != "" {
			word += " " + r.Args
		}
		s += "\t\t[ " + word + " ]"
		if r.Help != "" {
			s += "  " + r.Help
		}
		s += "\n"
	}
	return s
}
