using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests.Options;

/// <summary>Every number in the options of every algorithm, given what nobody should give.</summary>
public sealed class NumericOptionsTests
{
    private static readonly string[] Values = ["-1", "0", "nan", "inf", "-inf", "1e300", "2147483647", "-2147483648", "1e-320"];

    /// <summary>What a run of the algorithm needs besides its defaults, in the smallest sizes that there are.</summary>
    private static readonly Dictionary<string, string[]> Needed = new()
    {
        ["iris"] = ["exp=smoke"],
        ["dreamer_v3"] = ["exp=dreamer_v3_smoke"],
        ["ppo"] = ["algo=ppo", "env.id=CartPole-v1"],
        ["ppo_original"] = ["algo=ppo_original"],
        ["pretraining"] = ["data.corpus=grid"],
    };

    /// <summary>What else must be chosen for options that nothing uses otherwise, by the beginning of their keys.</summary>
    private static readonly Dictionary<string, string[]> Chosen = new()
    {
        ["world_model.circuit."] =
            ["world_model.type=ncp_single_step", "world_model.num_layers=10", "world_model.resid_pdrop=0.1", "world_model.attn_pdrop=0.1"],
        ["tokenizer.ema."] = ["tokenizer.codebook=ema"],
        ["tokenizer.encoder.vit."] = ["tokenizer=vit", "tokenizer.encoder.ch=64", "tokenizer.encoder.ch_mult=[1,1,1,1,1]"],
        ["tokenizer.patches."] = ["tokenizer=patches", "~tokenizer.vocab_size", "~tokenizer.embed_dim", "~tokenizer.encoder"],
    };

    public static TheoryData<string, string> All()
    {
        var all = new TheoryData<string, string>();
        foreach (var (algorithm, option) in Algorithms().SelectMany(algorithm => NumericOption.Of(algorithm.OptionsType).Select(option => (algorithm, option))))
            all.Add(algorithm.Name, option.Key);
        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Load_AnyNumber_IsBoundAsGivenOrRefusedByName(string algorithm, string key)
    {
        var option = Find(algorithm, key);
        Assert.All(Values, value =>
        {
            if (Load(algorithm, option.Override(value)) is not { } options)
                return;
            double bound = Convert.ToDouble(option.In(options), CultureInfo.InvariantCulture);
            Assert.True(double.IsFinite((float)bound), $"{key} became {bound}, which is infinite for the networks.");
            Assert.Equal(double.Parse(value, CultureInfo.InvariantCulture), bound);
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Option_OfANumber_HasABound(string algorithm, string key)
    {
        var option = Find(algorithm, key);
        if (option.IsList)
            return; // The whole record looks at those; the test above holds it to that.
        var bound = option.Property.GetCustomAttribute<RangeAttribute>();
        Assert.True(bound is not null, $"{key} takes any number.");
        // The validator refuses what is not finite by the attribute, and the sentence of an infinite bound would call infinity legal.
        Assert.True(!option.IsReal || double.IsFinite(Convert.ToDouble(bound.Maximum, CultureInfo.InvariantCulture)), $"{key} has no upper bound.");
    }

    [Fact]
    public void All_OptionsOfTheHouse_AreFound()
    {
        string[] keys = [.. Algorithms().SelectMany(algorithm => NumericOption.Of(algorithm.OptionsType)).Select(option => option.Key)];
        string[] some =
        [
            "training.actor_critic.lambda_", "evaluation.solved_at", "env.test.max_episode_steps", "tokenizer.encoder.ch_mult", "data.corpus_megabytes",
            "collection.train.config.temperature",
        ];
        Assert.Subset(keys.ToHashSet(), some.ToHashSet());
    }

    /// <returns>The options; null where the value was refused with one sentence that names the key.</returns>
    private static object? Load(string name, string mistake)
    {
        var algorithm = Algorithms().Single(algorithm => algorithm.Name == name);
        try
        {
            var chosen = Chosen.Where(choice => mistake.StartsWith(choice.Key, StringComparison.Ordinal)).SelectMany(choice => choice.Value);
            string[] overrides = [.. Needed[name], .. chosen, mistake];
            return ConfigLoader.Load(algorithm.OptionsType, Path.Combine(Repository.Configs, algorithm.ConfigFolder), overrides).Options;
        }
        catch (ConfigException e)
        {
            // Where the key passes its value on, the sentence may name the other; what was typed stands in front.
            Assert.StartsWith($"override '{mistake}': ", e.Message);
            Assert.EndsWith(".", e.Message);
            Assert.DoesNotContain("\n", e.Message);
            return null;
        }
    }

    private static NumericOption Find(string algorithm, string key) =>
        NumericOption.Of(Algorithms().Single(known => known.Name == algorithm).OptionsType).Single(option => option.Key == key);

    private static IReadOnlyCollection<IAlgorithm> Algorithms() => BuiltIn.CreateHost().Algorithms.All;
}
