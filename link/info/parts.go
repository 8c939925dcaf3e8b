package info

import "gip/internal/nl"

// PrintName prints a link's name, with form, and the link it stands on, for records
// that another program words. It reports whether that link is down.
func (p *Printer) PrintName(form string, name []byte, t nl.Table) (down bool) {
	return p.name(form, name, t)
}

// PrintFlags prints a link's flags (IFF_UP, ...) between angle brackets.
func (p *Printer) PrintFlags(flags uint32, down bool) { p.flags(flags, down) }
