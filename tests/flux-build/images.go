package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// update writes images behind whose values stands the mark of a policy, as the image automation controller does: its own
// module is no library, but it reads and writes files with kyaml, so that comments and layout become what they become
// there. The first comment on the line of a scalar counts, or above it, and it has to be the mark and nothing else. A
// file in which nothing changes is not written.
func update(folder string, images map[string]string) []string {
	var changed []string
	must(filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" && filepath.Ext(path) != ".yml" {
			return err
		}
		text, err := os.ReadFile(path)
		must(err)
		if !bytes.Contains(text, []byte(`"$imagepolicy"`)) {
			return nil
		}
		nodes, err := (&kio.ByteReader{Reader: bytes.NewReader(text), PreserveSeqIndent: true}).Read()
		must(err)
		touched := false
		for _, node := range nodes {
			touched = set(node.YNode(), images) || touched
		}
		if !touched {
			return nil
		}
		var out bytes.Buffer
		must(kio.ByteWriter{Writer: &out}.Write(nodes))
		relative, err := filepath.Rel(folder, path)
		must(err)
		changed = append(changed, relative)
		return os.WriteFile(path, out.Bytes(), 0o600)
	}))
	return changed
}

func set(node *yaml.Node, images map[string]string) bool {
	changed := false
	if node.Kind == yaml.ScalarNode {
		wanted, known := images[policy(node)]
		changed = known && wanted != node.Value
		if changed {
			node.Value = wanted
		}
	}
	for _, child := range node.Content {
		changed = set(child, images) || changed
	}
	return changed
}

func policy(node *yaml.Node) string {
	for _, comment := range []string{node.LineComment, node.HeadComment} {
		if comment == "" {
			continue
		}
		var mark map[string]string
		if json.Unmarshal([]byte(strings.TrimLeft(comment, "#")), &mark) != nil {
			return ""
		}
		return mark["$imagepolicy"]
	}
	return ""
}
