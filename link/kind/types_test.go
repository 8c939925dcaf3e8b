package kind

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
)

// rows calls f with every row of every kind.
func rows(f func(k *Kind, r *attr.Row)) {
	for _, list := range [][]*Kind{kinds[:], ports[:]} {
		for _, k := range list {
			for _, rs := range []attr.Rows{k.Rows, k.Also} {
				for i := range rs {
					f(k, &rs[i])
				}
			}
		}
	}
}

// inner is types that only others print by.
var inner = []attr.Type{attr.Enum{T: attr.U8, Names: []string{"a", "", "b"}}, attr.Addr{}}

// FuzzTypes has the type of every row print whatever bytes there are, whether they are
// an attribute that the row's printer would pass on or not.
func FuzzTypes(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1})
	f.Add([]byte{255, 255, 255})
	f.Add([]byte{8, 0, 1, 0, 1, 2, 3, 4, 4, 0, 2, 0, 3})
	f.Add([]byte("name\x00\xff\"\\\n and more than any attribute of a link has: sixteen and some"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e := cli.NewEnv("ip")
		e.Dest = func([]byte) {}
		for _, json := range []bool{false, true} {
			for details := range 3 {
				e.WantJSON, e.Details = json, details
				e.BeginPlain()
				e.Obj("")
				rows(func(_ *Kind, r *attr.Row) { r.Type.Print(e, r, nl.Value(data)) })
				for _, typ := range inner {
					typ.Print(e, &attr.Row{Name: "x"}, data)
				}
				e.EndObj()
				e.EndPlain()
				e.Flush()
			}
		}
	})
}

// TestTypesAreFuzzed finds that every type of an attribute that there is stands in a
// row, where FuzzTypes has it print.
func TestTypesAreFuzzed(t *testing.T) {
	used := map[string]bool{}
	var note func(v reflect.Value)
	note = func(v reflect.Value) {
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if !v.IsValid() {
			return
		}
		used[v.Type().String()] = true
		if v.Kind() == reflect.Struct {
			for i := range v.NumField() {
				note(v.Field(i))
			}
		}
	}
	rows(func(k *Kind, r *attr.Row) {
		if r.Type == nil {
			t.Errorf("%s %s has no type", k.Name, r.Name)
			return
		}
		note(reflect.ValueOf(r.Type))
	})
	for _, typ := range inner {
		note(reflect.ValueOf(typ))
	}
	found := 0
	for pkg, dir := range map[string]string{"kind": ".", "attr": "../../internal/attr"} {
		names, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Name.Name != "Print" || fn.Recv == nil || fn.Type.Params.NumFields() != 3 {
					continue
				}
				typ, ok := fn.Recv.List[0].Type.(*ast.Ident)
				if !ok {
					continue
				}
				found++
				if full := pkg + "." + typ.Name; !used[full] {
					t.Errorf("%s: nothing prints it: no row has it", full)
				}
			}
		}
	}
	if found < 80 {
		t.Errorf("only %d types were found in the sources", found)
	}
	t.Logf("%d types print, and stand in rows", found)
}
