package cli

import "gip/internal/nl"

// Records runs a dump that is shown: it begins the answer and has print print each
// record. An error is what ended it, as DumpFailed has it. The caller says End, also
// after an error where the reference does.
func (e *Env) Records(c *nl.Conn, m *nl.Msg, print func(r nl.Reply) error) error {
	e.Begin()
	for r, err := range c.Dump(m) {
		if err == nil {
			err = print(r)
		}
		if err != nil {
			return e.DumpFailed(err, "Dump terminated")
		}
		e.Spill()
	}
	return nil
}
