using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Reverie.Torch;
using Spectre.Console;

namespace Reverie.Cli.Bench;

/// <summary><c>reverie bench</c>: measures on the spot, beside eager PyTorch where asked.</summary>
internal static class BenchCommand
{
    private static readonly BenchmarkGroup[] Groups =
    [
        new("operators", "operators.py", OperatorBenchmarks.Measure),
        new("gemm", "gemm.py", GemmBenchmarks.Measure),
        new("language-models", "language_models.py", LanguageModelBenchmarks.Measure),
        new("tokenizer", "tokenizer.py", TokenizerBenchmarks.Measure),
        new("tokenizers", null, TokenizerKindBenchmarks.Measure),
        new("iris-world-model", "world_model.py", IrisWorldModelBenchmarks.Measure),
        new("world-models", "world_models.py", WorldModelBenchmarks.Measure),
        new("tuning", null, TuningBenchmarks.Measure),
        new("iris-imagination", "imagination.py", IrisImaginationBenchmarks.Measure),
        new("dreamer", "dreamer.py", DreamerBenchmarks.Measure),
        new("ppo", "ppo.py", PpoBenchmarks.Measure),
        new("environments", null, EnvironmentBenchmarks.Measure),
        new("memory", null, MemoryBenchmarks.Measure),
    ];

    internal static Command Create()
    {
        var names = new Argument<string[]>(
            "group")
        { Description = $"Only these groups: {string.Join(", ", Groups.Select(group => group.Name))}.", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. Groups.Select(group => group.Name)]);
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var peers = new Option<bool>("--peers") { Description = "Run the same networks in eager PyTorch as well, with our settings and as installed." };
        var command = new Command(
            "bench", "Measures operator calls, GEMM, training steps, imagination, environments and memory on this machine.") { names, json, peers };
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            string[] chosen = result.GetValue(names) is { Length: > 0 } some ? some : [.. Groups.Select(group => group.Name)];
            return Run(Groups.Where(group => chosen.Contains(group.Name)), result.GetValue(json), result.GetValue(peers));
        }));
        return command;
    }

    private static int Run(IEnumerable<BenchmarkGroup> groups, bool json, bool peers)
    {
        TorchRuntime.KeepLargeBuffersMapped();
        if (!json)
        {
            AnsiConsole.MarkupLine(
                $"[grey]libtorch {TorchRuntime.Version}, {TorchRuntime.Threads} threads; medians; s: lower is better, a ratio is the speed-up over " +
                $"eager PyTorch (for us per call: ours / theirs)[/]");
        }

        foreach (var figure in groups.SelectMany(group => Measure(group, peers)))
            Print(figure, json);
        return 0;
    }

    private static IEnumerable<Figure> Measure(BenchmarkGroup group, bool peers)
    {
        if (!peers || group.Peer is null)
        {
            return new BenchProgress(group.Name).Watch(group.Measure());
        }
        var progress = new BenchProgress($"{group.Name}: Reverie");
        var figures = progress.Watch(group.Measure()).ToList();
        progress = progress.Next($"{group.Name}: eager PyTorch with our settings");
        var tuned = PeerRunner.Run(group.Peer, tuned: true, progress);
        progress = progress.Next($"{group.Name}: eager PyTorch as installed");
        var installed = PeerRunner.Run(group.Peer, tuned: false, progress);
        return figures.SelectMany(figure => Beside(figure, tuned, installed));
    }

    private static IEnumerable<Figure> Beside(Figure figure, Dictionary<string, double> tuned, Dictionary<string, double> installed)
    {
        // What we may compute in bfloat16 stands beside the same eager float32 program.
        string name = figure.Name.Replace(Figure.Bfloat16, "", StringComparison.Ordinal);
        yield return tuned.TryGetValue(name, out double peer) ? figure.Against(peer) : figure;
        if (installed.TryGetValue(name, out double asInstalled))
            yield return (figure with { Name = $"{figure.Name} (against PyTorch as installed)" }).Against(asInstalled);
    }

    private static void Print(Figure figure, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(figure));
            return;
        }
        string peer = figure.Peer is { } value ? string.Create(CultureInfo.InvariantCulture, $"   peer {value,10:G4}   ratio {figure.Ratio:F2}") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Name,-72} {figure.Value,10:G4} {figure.Unit,-9}{peer}"));
    }
}
