using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Binding;

/// <summary>Holds a bound options record to its validation attributes and to its own <see cref="IValidatableObject"/> rules.</summary>
internal static class OptionsValidator
{
    /// <exception cref="ConfigException">A value is out of bounds; the message has the dotted key.</exception>
    public static void Validate(object options, ConfigMap tree) => Validate(options, "", tree);

    private static void Validate(object options, string path, ConfigMap tree)
    {
        foreach (var option in OptionProperty.Of(options.GetType()))
        {
            string key = ConfigMap.Join(path, option.Key);
            object? value = option.Property.GetValue(options);
            // RangeAttribute lets NaN through, and no option with bounds means anything by an infinity.
            if (value is double number && !double.IsFinite(number) && option.Property.IsDefined(typeof(RangeAttribute)))
                throw Broken(tree, [key], $"'{key}' must be a finite number, not {Text(number)}.");
            var context = new ValidationContext(options) { MemberName = option.Property.Name, DisplayName = key };
            foreach (var rule in option.Property.GetCustomAttributes<ValidationAttribute>())
            {
                if (rule.GetValidationResult(value, context) is { } broken)
                    throw Broken(tree, [key], Explain(rule, key, value) ?? broken.ErrorMessage!);
            }
            if (value is not null && OptionProperty.IsRecord(value.GetType()))
                Validate(value, key, tree);
        }
        if (options is IValidatableObject rules)
        {
            foreach (var broken in rules.Validate(new ValidationContext(options)).Where(result => result != ValidationResult.Success))
                throw Broken(tree, [.. broken.MemberNames.Select(member => ConfigMap.Join(path, KeyOf(options, member)))], broken.ErrorMessage!);
        }
    }

    /// <summary>The key of a member that a rule names by its property, or by a dotted key below the record.</summary>
    private static string KeyOf(object options, string member) =>
        OptionProperty.Of(options.GetType()).FirstOrDefault(option => option.Property.Name == member)?.Key ?? member;

    /// <summary>
    /// The mistake with the place to change it: of the values that disagree the one that was typed, else the first. A map has no such place,
    /// since several files and overrides may have filled it.
    /// </summary>
    /// <param name="tree">The values with their origins.</param>
    /// <param name="keys">The values that disagree; the message may name them as {0}, {1}, ...</param>
    /// <param name="message">What is wrong.</param>
    private static ConfigException Broken(ConfigMap tree, IReadOnlyList<string> keys, string message)
    {
        string sentence = keys.Index().Aggregate(message, (text, key) => text.Replace($"{{{key.Index}}}", $"'{key.Item}'"));
        ConfigNode[] nodes = [.. keys.Select(tree.Find).Where(node => node is not (null or ConfigMap))!];
        return (nodes.FirstOrDefault(node => node.Origin.IsOverride) ?? nodes.FirstOrDefault()) is { } culprit
            ? new ConfigException(culprit.Origin, sentence)
            : new ConfigException(sentence);
    }

    private static string? Explain(ValidationAttribute rule, string key, object? value) => rule switch
    {
        AllowedValuesAttribute allowed => $"'{key}' must be one of {string.Join(", ", allowed.Values)}, not {Text(value)}.",
        { ErrorMessage: not null } => null,
        RangeAttribute { Maximum: int.MaxValue or double.PositiveInfinity or double.MaxValue } range =>
            $"'{key}' must be at least {Text(range.Minimum)}, not {Text(value)}.",
        RangeAttribute { MaximumIsExclusive: true } range =>
            $"'{key}' must be at least {Text(range.Minimum)} and below {Text(range.Maximum)}, not {Text(value)}.",
        RangeAttribute range => $"'{key}' must be between {Text(range.Minimum)} and {Text(range.Maximum)}, not {Text(value)}.",
        RequiredAttribute => $"'{key}' needs a value; add '{key}=VALUE'.",
        _ => null,
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
}
