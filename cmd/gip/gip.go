package main

import (
	"gip/internal/cli"
	"gip/sandbox"
)

const gipHead = `Usage: gip sandbox [ -- ] [ COMMAND ... ]
       gip --install [ -s ] [ --force ] [ DIR [ NAME ... ] ]
       gip --list
       gip [ OPTIONS ] OBJECT { COMMAND | help }
gip sandbox    runs a command, or a shell, in a throw-away network: no root needed,
               nothing of the machine is touched, all is gone at the end
gip --install  puts a link for each program beside gip or in DIR (-s: symbolic links),
               or for the programs named; what is not gip's own stays, unless --force
               is said, and what other packages than iproute2 have here is not linked
               unless it is named
gip --list     names the programs, one a line
Anything else is the program ip: "gip link show" is "ip link show". Called by another
program's name, gip is that program:
`

func gipHelp(e *cli.Env) error {
	e.Puts(gipHead)
	for i := range programs {
		e.Puts("  ")
		e.Left(10).Str("", "% ", programs[i].name)
		e.Puts(programs[i].summary + "\n")
	}
	return nil
}

// runGip is the program under its own name: ip, and verbs of its own.
func runGip(e *cli.Env, words []string) error {
	if len(words) == 0 {
		return gipHelp(e)
	}
	switch words[0] {
	case "help", "-h", "-help", "--help":
		return gipHelp(e)
	case "sandbox":
		return sandbox.Run(e, words[1:], programNames())
	case "--list":
		if len(words) > 1 {
			return cli.Quit(255, `Garbage after --list: "`+words[1]+`".`)
		}
		for i := range programs {
			e.Puts(programs[i].name + "\n")
		}
		return nil
	case "--install":
		return install(e, words[1:])
	}
	return runIP(e, words, "")
}

func programNames() []string {
	names := make([]string, 0, len(programs))
	for i := range programs {
		names = append(names, programs[i].name)
	}
	return names
}
