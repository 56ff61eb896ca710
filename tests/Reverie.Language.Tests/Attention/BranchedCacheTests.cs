using System.Text.Json;
using Reverie.Language.Attention;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Tests.Attention;

/// <summary>Branches that share a past give what each would give with a past of its own.</summary>
public sealed class BranchedCacheTests : IDisposable
{
    private const int Hidden = 16, Past = 5, Steps = 3;

    private const string Gpt2 = """{"model_type":"gpt2","n_embd":16,"n_layer":2,"n_head":2,"n_positions":32,"vocab_size":1}""";

    private static readonly long[] Rows = [0, 1, 1, 0, 1], Lengths = [5, 2, 5, 1, 3];

    private readonly TensorScope _scope = new();
    private readonly Generator _generator = new(2);

    public static TheoryData<string> Families => new()
    {
        Gpt2,
        """{"model_type":"llama","hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":32,"vocab_size":1}""",
        """{"model_type":"gpt_neox","hidden_size":16,"num_hidden_layers":2,"num_attention_heads":2,"intermediate_size":32,"vocab_size":1}""",
    };

    public void Dispose()
    {
        _scope.Dispose();
        _generator.Dispose();
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Forward_OfBranches_IsThatOfPastsOfTheirOwn(string json)
    {
        using var model = Model(json);
        var (past, steps) = (Draw(2, Past), Draw(Rows.Length, Steps));
        using var cache = Read(model, past);
        using var branches = new BranchedCache(cache, Rows, [.. Lengths]);
        var outputs = Go(model, branches, steps);
        for (int i = 0; i < Rows.Length; i++)
        {
            using var own = Read(model, past.Narrow(0, Rows[i], 1).Narrow(1, 0, Lengths[i]));
            Near.Assert($"{i}", model.Backbone.Forward(steps.Narrow(0, i, 1), own).Select(0, 0), outputs.Select(0, i));
        }
        Assert.Equal(Steps, branches.Length);
        Assert.Equal([.. Lengths.Select(length => length + Steps)], branches.Positions().ToArray<long>());
        Assert.Equal(Past, cache.Length);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void SelectRows_OfBranches_LetsThemGoOnInOtherWays(string json)
    {
        using var model = Model(json);
        var (past, steps, more) = (Draw(2, Past), Draw(Rows.Length, Steps), Draw(3, 1));
        using var cache = Read(model, past);
        using var branches = new BranchedCache(cache, Rows, [.. Lengths]);
        Go(model, branches, steps);
        using var copy = branches.Clone();
        copy.SelectRows(Tensor.From([3L, 3, 0]));
        var outputs = Go(model, copy, more);
        foreach (var (index, row) in ((int[])[3, 3, 0]).Index())
        {
            var both = Tensor.Cat([steps.Narrow(0, row, 1), more.Narrow(0, index, 1)], 1);
            using var own = Read(model, past.Narrow(0, Rows[row], 1).Narrow(1, 0, Lengths[row]));
            Near.Assert($"{index}", model.Backbone.Forward(both, own).Select(1, Steps).Select(0, 0), outputs.Select(1, 0).Select(0, index));
        }
        Assert.Equal(Rows.Length, branches.Batch);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Reset_OfABranch_MakesItNewAndLeavesTheOthersAlone(string json)
    {
        using var model = Model(json);
        var (past, steps, more) = (Draw(2, Past), Draw(Rows.Length, Steps), Draw(Rows.Length, 2));
        using var cache = Read(model, past);
        using BranchedCache branches = new(cache, Rows, [.. Lengths]), others = new(cache, Rows, [.. Lengths]);
        Go(model, branches, steps);
        Go(model, others, steps);
        branches.Reset(Tensor.From([1L]));
        var (reset, went) = (Go(model, branches, more), Go(model, others, more));
        Near.Assert("new", model.Backbone.Forward(more.Narrow(0, 1, 1)).Select(0, 0), reset.Select(0, 1));
        for (int i = 0; i < Rows.Length; i++)
        {
            if (i != 1)
                Near.Assert($"{i}", went.Select(0, i), reset.Select(0, i));
        }
        Assert.Equal(2, branches.Positions().ToArray<long>()[1]);
    }

    [Fact]
    public void LoadStateDict_OfBranches_GoesOnBitForBit()
    {
        using var model = Model(Gpt2);
        var (past, steps, more) = (Draw(2, Past), Draw(Rows.Length, Steps), Draw(Rows.Length, 1));
        using var cache = Read(model, past);
        using BranchedCache branches = new(cache, Rows, [.. Lengths]), restored = new(cache, [0], [1]);
        Go(model, branches, steps);
        restored.LoadStateDict(branches.StateDict());
        Assert.Equal(Go(model, branches, more).ToArray<float>(), Go(model, restored, more).ToArray<float>());
        branches.Clear();
        Near.Assert("nothing", model.Backbone.Forward(more).Select(1, 0), Go(model, branches, more).Select(1, 0));
    }

    [Fact]
    public void Forward_OfSeveralSteps_IsRefused()
    {
        using var model = Model(Gpt2);
        using var cache = Read(model, Draw(2, Past));
        using var branches = new BranchedCache(cache, Rows, [.. Lengths]);
        Assert.Throws<ArgumentException>(() => model.Backbone.Forward(Draw(Rows.Length, 2), branches));
        Assert.Throws<ArgumentException>(() => model.Backbone.Forward(new(Draw(Rows.Length, 1), Tensor.Ones([Rows.Length, 1], ScalarType.Int64)), branches));
    }

    private static LanguageModel Model(string json)
    {
        using var generator = new Generator(1);
        return LanguageModel.Create(
            HuggingFace.ParseConfig(JsonDocument.Parse(json).RootElement, "test") with { InitializerRange = 0.4 }, generator, new() { TokenEmbeddings = false });
    }

    private static KeyValueCache Read(LanguageModel model, Tensor inputs)
    {
        using var noGrad = new NoGrad();
        var cache = (KeyValueCache)model.CreateState(inputs.Size(0), inputs.Size(1) + Steps + 1);
        model.Backbone.Forward(inputs, cache);
        return cache;
    }

    private static Tensor Go(LanguageModel model, IBackboneState state, Tensor steps) =>
        Tensor.Cat([.. steps.Unbind(1).Select(step => model.Backbone.Forward(step.Unsqueeze(1), state))], 1);

    private Tensor Draw(long batch, long steps) => Tensor.Randn([batch, steps, Hidden], _generator);
}
