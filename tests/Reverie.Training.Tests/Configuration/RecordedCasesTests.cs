using System.Text.Json;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Binding;
using Reverie.Training.Configuration.Overrides;

namespace Reverie.Training.Tests.Configuration;

/// <summary>Whole configurations that were run beside Hydra; <c>hydra</c> in a case says what Hydra gave where its values had no types.</summary>
public sealed class RecordedCasesTests
{
    private static readonly JsonElement[] Cases =
        [.. File.ReadLines(Repository.Golden("configuration", "cases.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    public static TheoryData<int> Numbers() => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Load_RecordedCase_GivesTheRecordedOptions(int number)
    {
        var item = Cases[number];
        using var folder = new TemporaryFolder();
        foreach (var file in item.GetProperty("files").EnumerateObject())
            folder.Write(file.Name, file.Value.GetString()!);
        string[] overrides = [.. item.GetProperty("overrides").EnumerateArray().Select(text => text.GetString()!)];
        string variable = item.TryGetProperty("env", out var environment) && environment.TryGetProperty("RV_X", out var value)
            ? value.GetString() ?? "" : "";
        // The recorded variable is set for some cases only; each value has a name of its own here, since tests run side by side.
        if (variable.Length > 0)
        {
            string name = $"RV_X{number}";
            Environment.SetEnvironmentVariable(name, variable);
            folder.Write("config.yaml", File.ReadAllText(folder.In("config.yaml")).Replace("RV_X", name));
            overrides = [.. overrides.Select(text => text.Replace("RV_X", name))];
        }
        var expected = item.GetProperty("expect");
        if (expected.ValueKind == JsonValueKind.String)
            Assert.DoesNotContain('\n', Assert.Throws<ConfigException>(() => Run(item, folder.Path, overrides, expected)).Message);
        else
            Assert.Equal(GoldenConfiguration.Show(expected), Run(item, folder.Path, overrides, expected));
    }

    private static string Run(JsonElement item, string folder, string[] overrides, JsonElement expected)
    {
        if (item.TryGetProperty("sweep", out _))
            return GoldenConfiguration.Show(Sweep.Expand(overrides).Select(run => string.Join(' ', run)).ToList());
        var options = ConfigLoader.Load<Options>(folder, overrides).Options;
        var shown = expected.EnumerateObject().ToDictionary(
            option => option.Name, option => OptionProperty.Of(typeof(Options)).Single(known => known.Key == option.Name).Property.GetValue(options));
        return GoldenConfiguration.Show(shown);
    }

    public sealed record Options
    {
        public string? S { get; init; }

        public string? T { get; init; }

        public int I { get; init; }

        public double D { get; init; }

        public IReadOnlyList<string>? L { get; init; }

        public bool B { get; init; }

        public object? U { get; init; }

        public object? V { get; init; }

        public object? V1 { get; init; }

        public object? V2 { get; init; }

        public IReadOnlyDictionary<string, object?>? M { get; init; }

        public object? Wandb { get; init; }

        public string? K { get; init; }

        public IReadOnlyList<int>? N { get; init; }

        public object? A { get; init; }

        public object? G { get; init; }

        public object? P { get; init; }
    }
}
