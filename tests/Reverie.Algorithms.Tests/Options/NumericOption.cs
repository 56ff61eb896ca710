using System.Reflection;
using Reverie.Training.Configuration.Binding;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Algorithms.Tests.Options;

/// <summary>An option that is a number, or a list of numbers, anywhere in a tree of options.</summary>
/// <param name="Key">Its dotted key.</param>
/// <param name="Property">What is bound to it.</param>
/// <param name="Type">Of the number.</param>
/// <param name="IsList">Whether it holds several.</param>
internal sealed record NumericOption(string Key, PropertyInfo Property, Type Type, bool IsList)
{
    private static readonly Type[] Reals = [typeof(float), typeof(double), typeof(decimal)];
    private static readonly Type[] Numbers = [.. Reals, typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(short), typeof(byte)];

    /// <summary>False for whole numbers.</summary>
    internal bool IsReal => Reals.Contains(Type);

    internal static IEnumerable<NumericOption> Of(Type record, string prefix = "")
    {
        foreach (var option in OptionProperty.Of(record))
        {
            string key = ConfigMap.Join(prefix, option.Key);
            var type = option.Property.PropertyType;
            var element = OptionProperty.ElementType(type);
            var number = Nullable.GetUnderlyingType(element ?? type) ?? element ?? type;
            if (Numbers.Contains(number))
            {
                yield return new NumericOption(key, option.Property, number, element is not null);
            }
            else if (OptionProperty.IsRecord(type))
            {
                foreach (var inner in Of(type, key))
                    yield return inner;
            }
        }
    }

    internal string Override(string value) => IsList ? $"{Key}=[{value}]" : $"{Key}={value}";

    /// <summary>The value in bound options; of a list the only element.</summary>
    internal object? In(object options)
    {
        object? at = options;
        foreach (string part in Key.Split('.'))
            at = OptionProperty.Of(at!.GetType()).Single(option => option.Key == part).Property.GetValue(at);
        return IsList ? ((System.Collections.IEnumerable)at!).Cast<object>().Single() : at;
    }
}
