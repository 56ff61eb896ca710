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
            var context = new ValidationContext(options) { MemberName = option.Property.Name, DisplayName = key };
            foreach (var rule in option.Property.GetCustomAttributes<ValidationAttribute>())
            {
                if (rule.GetValidationResult(value, context) is { } broken)
                    throw Broken(tree, key, Explain(rule, key, value) ?? broken.ErrorMessage!);
            }
            if (value is not null && OptionProperty.IsRecord(value.GetType()))
                Validate(value, key, tree);
        }
        if (options is IValidatableObject rules)
        {
            foreach (var broken in rules.Validate(new ValidationContext(options)).Where(result => result != ValidationResult.Success))
                throw Broken(tree, ConfigMap.Join(path, broken.MemberNames.FirstOrDefault() ?? ""), broken.ErrorMessage!);
        }
    }

    /// <summary>A value names where it was set; a map cannot, since several files and overrides may have filled it.</summary>
    private static ConfigException Broken(ConfigMap tree, string key, string message) => tree.Find(key.TrimEnd('.')) is { } node and not ConfigMap
        ? new(node.Origin, message)
        : new(message);

    private static string? Explain(ValidationAttribute rule, string key, object? value) => rule switch
    {
        AllowedValuesAttribute allowed => $"'{key}' must be one of {string.Join(", ", allowed.Values)}, not {Text(value)}.",
        { ErrorMessage: not null } => null,
        RangeAttribute { Maximum: int.MaxValue or double.PositiveInfinity or double.MaxValue } range =>
            $"'{key}' must be at least {Text(range.Minimum)}, not {Text(value)}.",
        RangeAttribute range => $"'{key}' must be between {Text(range.Minimum)} and {Text(range.Maximum)}, not {Text(value)}.",
        RequiredAttribute => $"'{key}' needs a value; add '{key}=VALUE'.",
        _ => null,
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
}
