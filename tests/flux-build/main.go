// Builds the paths of Flux Kustomizations as its controllers do, with the libraries that they publish.
//
// Standard input: a JSON object with the repository's root, a GitRepository, its Kustomizations, pairs of a health
// expression and an object, and a folder with the images that policies have chosen. Standard output: what each
// Kustomization would apply, or why it fails; the status of each object; the files of the folder that were written.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	apis "github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"github.com/fluxcd/pkg/sourceignore"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/yaml"
)

type object = map[string]any

type check struct {
	Expressions *apis.HealthCheckExpressions `json:"expressions"`
	Object      json.RawMessage              `json:"object"`
}

type input struct {
	Root           string   `json:"root"`
	Ignore         string   `json:"ignore"`
	Kustomizations []object `json:"kustomizations"`
	Checks         []check  `json:"checks"`
	Update         struct {
		Folder string            `json:"folder"`
		Images map[string]string `json:"images"`
	} `json:"update"`
}

type output struct {
	Files    []string            `json:"files"`
	Applied  map[string][]object `json:"applied"`
	Errors   map[string]string   `json:"errors"`
	Statuses []string            `json:"statuses"`
	Changed  []string            `json:"changed"`
}

func main() {
	var in input
	must(json.NewDecoder(os.Stdin).Decode(&in))
	out := output{Applied: map[string][]object{}, Errors: map[string]string{}}
	if in.Root != "" {
		artifact, err := os.MkdirTemp("", "artifact")
		must(err)
		defer os.RemoveAll(artifact)
		artifact, err = filepath.EvalSymlinks(artifact)
		must(err)
		out.Files = archive(in.Root, in.Ignore, artifact)
		for _, one := range in.Kustomizations {
			kustomization := unstructured.Unstructured{Object: one}
			applied, err := build(artifact, kustomization)
			if err != nil {
				out.Errors[kustomization.GetName()] = err.Error()
				continue
			}
			out.Applied[kustomization.GetName()] = applied
		}
	}
	for _, one := range in.Checks {
		out.Statuses = append(out.Statuses, statusOf(one))
	}
	if in.Update.Folder != "" {
		out.Changed = update(in.Update.Folder, in.Update.Images)
	}
	must(json.NewEncoder(os.Stdout).Encode(out))
}

// archive copies what the source controller would put into an artifact.
func archive(root, ignore, to string) []string {
	patterns, err := sourceignore.LoadIgnorePatterns(root, nil)
	must(err)
	domain := strings.Split(root, string(filepath.Separator))
	patterns = append(patterns, sourceignore.ReadPatterns(strings.NewReader(ignore), domain)...)
	matcher := sourceignore.NewDefaultMatcher(patterns, domain)
	var files []string
	must(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || matcher.Match(strings.Split(path, string(filepath.Separator)), false) {
			return err
		}
		relative, err := filepath.Rel(root, path)
		must(err)
		files = append(files, relative)
		data, err := os.ReadFile(path)
		must(err)
		target := filepath.Join(to, relative)
		must(os.MkdirAll(filepath.Dir(target), 0o700))
		return os.WriteFile(target, data, 0o600)
	}))
	return files
}

func build(root string, kustomization unstructured.Unstructured) ([]object, error) {
	path, _, err := unstructured.NestedString(kustomization.Object, "spec", "path")
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(root, path)
	if _, err := os.Stat(folder); err != nil {
		return nil, err
	}
	action, err := kustomize.NewGenerator(root, kustomization).WriteFile(folder)
	if err != nil {
		return nil, err
	}
	if action != kustomize.UnchangedAction {
		return nil, fmt.Errorf("%s has no kustomization of its own", path)
	}
	found, err := kustomize.SecureBuild(root, folder, false)
	if err != nil {
		return nil, err
	}
	var applied []object
	for _, one := range found.Resources() {
		data, err := finished(kustomization, one)
		if err != nil {
			return nil, err
		}
		applied = append(applied, data)
	}
	return applied, nil
}

// finished substitutes what is not encrypted; that is decrypted by who reads the output, with sops itself. Substitution is tried although nothing asks for it, and strictly: what it would
// change or fail on opts out of it.
func finished(kustomization unstructured.Unstructured, one *resource.Resource) (object, error) {
	_, decrypts, err := unstructured.NestedMap(kustomization.Object, "spec", "decryption")
	if err != nil {
		return nil, err
	}
	text, err := one.AsYAML()
	if err != nil {
		return nil, err
	}
	var data object
	if err := yaml.Unmarshal(text, &data); err != nil {
		return nil, err
	}
	if _, encrypted := data["sops"]; encrypted {
		if !decrypts {
			return nil, fmt.Errorf("%s is encrypted, and nothing decrypts it", one.GetName())
		}
		return data, nil
	}
	changed, err := kustomize.SubstituteVariables(context.Background(), nil, kustomization, one,
		kustomize.SubstituteWithDryRun(true), kustomize.SubstituteWithStrict(true), kustomize.SubstituteWithAlways(true))
	if err != nil || changed == nil {
		return data, err
	}
	return changed.Map()
}

func statusOf(one check) string {
	object := &unstructured.Unstructured{}
	must(object.UnmarshalJSON(one.Object)) // numbers are whole, as from a cluster
	if one.Expressions == nil {
		return described(status.Compute(object))
	}
	evaluator, err := cel.NewStatusEvaluator(one.Expressions)
	must(err)
	return described(evaluator.Evaluate(context.Background(), object))
}

func described(result *status.Result, err error) string {
	if err != nil {
		return "Error"
	}
	return result.Status.String()
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
