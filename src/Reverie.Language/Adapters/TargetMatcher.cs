using System.Globalization;
using Reverie.Language.Layers;
using Reverie.Language.Models;
using Reverie.Torch.Modules;

namespace Reverie.Language.Adapters;

/// <summary>Finds the modules that an adapter is for, by PEFT's rules.</summary>
internal static class TargetMatcher
{
    /// <summary>Full names and modules, in the model's order.</summary>
    /// <exception cref="ArgumentException">Nothing matches, or something that cannot be adapted does.</exception>
    public static IReadOnlyList<(string Name, Module Module)> Find(LanguageModel model, LoraConfig config)
    {
        var whole = ModuleNames.Of(config.ModulesToSave);
        var found = model.NamedModules().Where(entry => entry.Name.Length > 0 && IsTarget(entry.Name, entry.Module)).ToList();
        if (found.Count == 0)
        {
            throw new ArgumentException(
                $"No module of the model is a target of the adapter ({config.TargetModules}); its projections end with {Endings(model)}.");
        }

        var odd = found.Find(entry => entry.Module is not (Projection or TokenEmbedding));
        if (odd.Module is not null)
            throw new ArgumentException($"The target '{odd.Name}' is a {odd.Module.GetType().Name}, which takes no adapter; name projections or embeddings.");
        return found;

        bool IsTarget(string name, Module module)
        {
            // What is trained whole, and what lies inside it, gets no adapter.
            if (Around(name).Any(whole.Includes) || (config.ExcludeModules is { } excluded && excluded.Includes(name)))
                return false;
            bool named = config.TargetModules.Expression == LoraConfig.AllLinear
                ? module is Projection && !ReferenceEquals(module, model.Head)
                : config.TargetModules.Includes(name);
            // A full name means its module, whatever the layers.
            return config.TargetModules.List.Contains(name)
                || (named && (config.Layers is not { } layers || (LayerOf(name, config.LayersPattern) is { } layer && layers.Contains(layer))));
        }
    }

    /// <summary>The value of the first key that, as a regular expression, fits the end of a module's name.</summary>
    public static bool TryPattern<T>(IReadOnlyDictionary<string, T> pattern, string module, out T value)
    {
        foreach (var (key, candidate) in pattern)
        {
            if (PythonRegex.Fits(PythonRegex.Create(@"\A(?:.*\.)?(?:", key, @")\z"), module))
            {
                value = candidate;
                return true;
            }
        }
        value = default!;
        return false;
    }

    /// <summary>A module's name and those of the modules around it.</summary>
    private static IEnumerable<string> Around(string name)
    {
        for (int end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
            yield return name[..end];
    }

    /// <summary>The number of the block that a module lies in; null where it lies in none.</summary>
    private static int? LayerOf(string module, IReadOnlyList<string> patterns)
    {
        string[] parts = module.Split('.');
        for (int i = parts.Length - 2; i > 0; i--)
        {
            string before = string.Join('.', parts[..i]);
            if (int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && (patterns.Count == 0 || patterns.Any(pattern => PythonRegex.Fits(PythonRegex.Create(@"\A.*\.(?:", pattern, @")\z"), before))))
            {
                return number;
            }
        }
        return null;
    }

    private static string Endings(LanguageModel model) =>
        string.Join(", ", model.NamedModules().Where(entry => entry.Module is Projection).Select(entry => entry.Name.Split('.')[^1]).Distinct());
}
