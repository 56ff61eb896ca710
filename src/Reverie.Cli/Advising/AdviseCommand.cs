using System.CommandLine;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Cli.Environments;
using Reverie.Environments;
using Reverie.Language.Advisers.Caching;
using Reverie.Training.Configuration;
using AdviserOptions = Reverie.Language.Advisers.AdviserOptions;

namespace Reverie.Cli.Advising;

/// <summary><c>reverie advise</c>: one situation, what the adviser says to it, and what that is taken for; and the cache of what was said.</summary>
internal static class AdviseCommand
{
    internal static Command Create()
    {
        var id = new Argument<string?>("id") { Description = "A level of MiniGrid or BabyAI.", Arity = ArgumentArity.ZeroOrOne };
        var overrides = new Argument<string[]>("override") { Description = AdviserConfig.Help, Arity = ArgumentArity.ZeroOrMore };
        var seed = EnvCommand.SeedOption();
        var episodes = new Option<int?>("--episodes")
        {
            Description = "Asks at every step of so many episodes, and says how often the best of the advice is what the expert would do.",
        };
        episodes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 100_000)
                result.AddError("--episodes is a number from 1 to 100000.");
        });
        var list = new Option<bool>("--list") { Description = "Lists whose answers the cache knows, and how many." };
        var import = new Option<string?>("--import")
        {
            Description = "Takes over a cache of the founding project: cache_policy.json, sim_cache_policy.json, ...",
        };
        var name = new Option<string>("--as") { Description = "Whose answers imported ones shall be.", DefaultValueFactory = _ => "imported" };
        var file = new Option<string?>("--cache") { Description = $"The cache that --list and --import mean; {AdviceCache.DefaultPath} if left out." };
        var command = new Command("advise", "Asks an adviser what to do at the beginning of a level, and shows what its answer is taken for.")
        {
            id, overrides, seed, episodes, list, import, name, file, EnvCommand.Plugin,
        };
        command.SetAction(result => EnvCommand.Guard(result, () =>
        {
            if (result.GetValue(list) || result.GetValue(import) is not null)
                return Manage(result.GetValue(file) ?? AdviceCache.DefaultPath, result.GetValue(import), result.GetValue(name)!);
            string level = result.GetValue(id) ?? throw new ConfigException(
                "Name a level to ask about, such as BabyAI-GoToLocal-v0; or give --list or --import FILE.");
            var options = AdviserConfig.Load(result.GetValue(overrides) ?? []);
            using var environment = EnvCommand.Make(level, null);
            if (result.GetValue(episodes) is { } count)
                return Compare(environment, level, options, result.GetValue(seed) ?? 0, count);
            return Ask(Situation.Begin(environment, result.GetValue(seed)), options);
        }));
        return command;
    }

    private static int Ask(Situation situation, AdviserOptions options)
    {
        using var adviser = AdviserConfig.CreateFactory().Create(options);
        var advice = adviser.AdviseAsync(situation.Text, situation.Captions).GetAwaiter().GetResult();
        Console.WriteLine($"adviser:  {adviser.Identity}");
        Console.WriteLine($"question: {situation.Text}");
        if (!advice.Answer.IsGiven)
        {
            Console.WriteLine($"no answer: {Printable.Of(advice.Answer.Reason)}.");
            return 1;
        }
        Console.WriteLine($"answer:   {Printable.Of(advice.Answer.Text).Replace("\n", "\n          ", StringComparison.Ordinal)}");
        Console.WriteLine(AdviceText.Table(situation, advice));
        string cost = advice.Answer.IsCached
            ? "from the cache"
            : $"{advice.Answer.InputTokens} + {advice.Answer.OutputTokens} tokens, {advice.Answer.Latency.TotalMilliseconds:0} ms";
        Console.WriteLine(cost);
        return 0;
    }

    private static int Compare(IEnvironment environment, string level, AdviserOptions options, ulong seed, int episodes)
    {
        var grid = Situation.GridOf(environment);
        using var adviser = AdviserConfig.CreateFactory().Create(options);
        Console.WriteLine($"adviser:  {adviser.Identity}");
        var found = new ExpertAgreement(grid, adviser, options.History).Measure(seed, episodes);
        foreach (string line in found.Lines(level))
            Console.WriteLine(line);
        return 0;
    }

    private static int Manage(string path, string? import, string name)
    {
        using var cache = new AdviceCache(path);
        if (import is not null)
        {
            var (answers, similarities) = OriginalCaches.Import(cache, import, name);
            Console.WriteLine($"{answers} answers of '{name}' and {similarities} similarities are known now in {path}.");
            return 0;
        }
        foreach (var (adviser, answers) in cache.Advisers())
            Console.WriteLine($"{answers}\t{adviser}");
        return 0;
    }
}
