using System.Text.RegularExpressions;

namespace Reverie.Training.Configuration;

/// <summary>The border at which names, numbers and paths that a user wrote enter the code below, which throws .NET's own exceptions.</summary>
public static partial class UserText
{
    /// <summary>Hands text on; what is wrong with it becomes a <see cref="ConfigException"/>.</summary>
    /// <param name="where">The key or option that the text was given for, such as <c>env.train.id</c>; null where the message says it.</param>
    /// <param name="use">What is done with the text.</param>
    /// <exception cref="ConfigException">The text is wrong.</exception>
    public static T Use<T>(string? where, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or KeyNotFoundException or OverflowException)
        {
            string sentence = ParameterName().Replace(e.Message, "");
            throw new ConfigException(where is null ? sentence : $"{where}: {sentence}", e);
        }
    }

    /// <summary>.NET's own addition to the messages of <see cref="ArgumentException"/>: the user gave no parameter.</summary>
    [GeneratedRegex(@" \(Parameter '[^']*'\)|\r?\nActual value was .*$")]
    private static partial Regex ParameterName();
}
