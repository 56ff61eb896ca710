using System.Globalization;
using Reverie.Environments.Arrays;

namespace Reverie.Environments.Play;

/// <summary>Any environment: what it renders, in half blocks where there is colour, and the numbers and words of the observation.</summary>
internal sealed class PictureScreen(IEnvironment environment, int actions) : Screen
{
    private const int ShownNumbers = 24;

    /// <summary>The keys of the actions 0, 1, 2, ...</summary>
    private static readonly ConsoleKey[] Keys =
        [.. Enumerable.Range((int)ConsoleKey.D0, 10).Concat(Enumerable.Range((int)ConsoleKey.A, 26)).Select(key => (ConsoleKey)key)];

    private readonly IReadOnlyList<string>? _names = (environment.Unwrapped as INamesActions)?.ActionNames;
    private bool _draws = true;

    public override string Help => $"{Choices}   Backspace: reset   Escape: quit";

    public override int? ActionOf(ConsoleKey key)
    {
        int action = Array.IndexOf(Keys, key is >= ConsoleKey.NumPad0 and <= ConsoleKey.NumPad9 ? key - ConsoleKey.NumPad0 + ConsoleKey.D0 : key);
        return action >= 0 && action < actions ? action : null;
    }

    public override string NameOf(int action) => _names?[action] ?? $"action {action}";

    public override void Draw(TextWriter output, StepBatch seen, bool color)
    {
        if (color && _draws)
            DrawScene(output);
        foreach (var rows in seen.Observations)
            output.WriteLine($"{rows.Spec.Name}: {Describe(rows)}");
        for (int i = 0; i < seen.Texts.Count; i++)
            output.WriteLine($"{seen.Layout.Texts[i]}: {seen.Texts[i][0]}");
    }

    private void DrawScene(TextWriter output)
    {
        try
        {
            output.Write(PictureText.Draw(environment.Render()));
        }
        catch (NotSupportedException)
        {
            // What draws no pictures is played by its numbers.
            _draws = false;
        }
    }

    private string Choices => _names is null || _names.Count > Keys.Length
        ? $"{KeyOf(0)} to {KeyOf(actions - 1)}: act"
        : string.Join("   ", _names.Select((name, action) => $"{KeyOf(action)}: {name}"));

    private static string KeyOf(int action) => action < Keys.Length ? $"{(char)Keys[action]}" : "?";

    private static string Describe(ArrayRows rows) => rows.Spec.Length > ShownNumbers ? $"{rows.Spec.Type}[{string.Join(", ", rows.Spec.Shape)}]"
        : rows.Spec.Type switch
        {
            ElementType.UInt8 => string.Join(" ", rows.Bytes),
            ElementType.Float32 => string.Join(" ", rows.As<float>().ToArray().Select(number => number.ToString("0.###", CultureInfo.InvariantCulture))),
            _ => string.Join(" ", rows.As<long>().ToArray()),
        };
}
