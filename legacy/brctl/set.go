package brctl

import (
	"strconv"
	"strings"

	"gip/internal/cli"

	"golang.org/x/sys/unix"
)

// write writes a number to a file of a link's in /sys.
func write(dev, file string, v int64) error {
	fd, err := unix.Open("/sys/class/net/"+dev+"/"+file, unix.O_WRONLY|unix.O_TRUNC|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	_, err = unix.Write(fd, []byte(strconv.FormatUint(uint64(v), 10)+"\n"))
	unix.Close(fd)
	return err
}

// setBridge sets what file holds of a bridge; what is told of a failure.
func setBridge(e *cli.Env, bridge, file string, v int64, what string) error {
	err := write(bridge, "bridge/"+file, v)
	if err != nil {
		ls, lerr := allLinks(e)
		if lerr != nil {
			return lerr
		}
		if why := notBridge(ls.find(bridge)); why != nil {
			err = why
		}
	}
	if err != nil {
		return failed(what + " failed: " + words(err))
	}
	return nil
}

// writePort sets what file holds of a port. Which bridge it is of matters only for
// what is said of a failure.
func writePort(e *cli.Env, bridge, port, file string, v int64) error {
	err := write(port, "brport/"+file, v)
	if err == nil {
		return nil
	}
	ls, lerr := allLinks(e)
	if lerr != nil {
		return lerr
	}
	if ls.find(port) == nil {
		return unix.ENODEV
	}
	if why := notBridge(ls.find(bridge)); why != nil {
		return why
	}
	return err
}

// onOff reads a switch.
func onOff(word string) (int64, error) {
	switch word {
	case "on", "yes", "1":
		return 1, nil
	case "off", "no", "0":
		return 0, nil
	}
	return 0, failed("expect on/off for argument")
}

func stp(e *cli.Env, a []string) error {
	v, err := onOff(a[1])
	if err != nil {
		return err
	}
	return setBridge(e, a[0], "stp_state", v, "set stp status")
}

func hairpin(e *cli.Env, a []string) error {
	v, err := onOff(a[2])
	if err != nil {
		return err
	}
	ls, err := allLinks(e)
	switch {
	case err != nil:
		return err
	case ls.find(a[1]) == nil:
		return failed("interface " + a[1] + " does not exist!")
	case ls.find(a[0]) == nil:
		return failed("bridge " + a[0] + " does not exist!")
	}
	if err := writePort(e, a[0], a[1], "hairpin_mode", v); err != nil {
		return failed("can't set " + a[1] + " to hairpin on bridge " + a[0] + ": " + words(err))
	}
	return nil
}

// number reads an int as C's scanf does with %i: what follows it does not matter.
func number(word, why string) (int64, error) {
	v, n := cli.Strtol(word, 0)
	if n == 0 {
		return 0, failed("bad " + why)
	}
	return int64(int32(v)), nil
}

// seconds reads a time as scanf does with %lf, and makes hundredths of it.
func seconds(word, why string) (int64, error) {
	word = strings.TrimLeft(word, " \t\n\v\f\r")
	for n := len(word); n > 0; n-- {
		v, err := strconv.ParseFloat(word[:n], 64)
		if err != nil && strings.ContainsAny(word[:n], "xX") {
			v, err = strconv.ParseFloat(word[:n]+"p0", 64)
		}
		if err == nil && word[n-1] != '_' {
			s := int64(v)
			us := int64(1e6 * (v - float64(s)))
			return int64((1000000*uint64(s) + uint64(us)) / 10000), nil
		}
	}
	return 0, failed("bad " + why + " value")
}

func setTime(e *cli.Env, a []string, file, what string, why string) error {
	v, err := seconds(a[1], why)
	if err != nil {
		return err
	}
	return setBridge(e, a[0], file, v, what)
}

func setAgeing(e *cli.Env, a []string) error {
	return setTime(e, a, "ageing_time", "set ageing time", "ageing time")
}

func setDelay(e *cli.Env, a []string) error {
	return setTime(e, a, "forward_delay", "set forward delay", "forward delay")
}

func setHello(e *cli.Env, a []string) error {
	return setTime(e, a, "hello_time", "set hello timer", "hello timer")
}

func setMaxAge(e *cli.Env, a []string) error {
	return setTime(e, a, "max_age", "set max age", "max age")
}

func setPriority(e *cli.Env, a []string) error {
	v, err := number(a[1], "priority")
	if err != nil {
		return err
	}
	return setBridge(e, a[0], "priority", v, "set bridge priority")
}

func setCost(e *cli.Env, a []string) error {
	return setPort(e, a, "path_cost", "set path cost", "path cost value")
}

func setPortPriority(e *cli.Env, a []string) error {
	return setPort(e, a, "priority", "set port priority", "path priority value")
}

func setPort(e *cli.Env, a []string, file, what, why string) error {
	v, err := number(a[2], why)
	if err != nil {
		return err
	}
	if err := writePort(e, a[0], a[1], file, v); err != nil {
		return failed(what + " failed: " + words(err))
	}
	return nil
}
