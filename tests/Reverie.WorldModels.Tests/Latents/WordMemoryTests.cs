using Reverie.Torch;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Tests.Latents;

/// <summary>Words as a latent of their own, and memories that take in at once what is seen.</summary>
public sealed class WordMemoryTests : IDisposable
{
    private const int Steps = 6, Batch = 2, Actions = 3, Embedding = 4, Words = 5, Width = 16;

    private readonly TensorScope _scope = new();
    private readonly Generator _generator = new(4);

    public static TheoryData<string> Kinds => ["early", "token gru", "token mamba", "token gpt2"];

    public static TheoryData<string> Speaking => ["token gru", "token mamba", "token gpt2"];

    public void Dispose()
    {
        _scope.Dispose();
        _generator.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Follow_StepByStep_IsTheWholePass(string kind)
    {
        using var model = Make(kind);
        var (embedded, actions, firsts) = Draw();
        var whole = model.Observe(embedded, actions, firsts, new ArgMaxSampler());
        using var filter = model.Follow(Batch);
        for (int t = 0; t < Steps; t++)
        {
            bool[] isFirst = firsts.Select(0, t).ToArray<bool>();
            filter.Observe(actions.Select(0, t).MaskedFill(firsts.Select(0, t).Unsqueeze(-1), 0), embedded.Select(0, t), isFirst, new ArgMaxSampler());
            Near.Assert($"{t}", whole.Features.Select(0, t), filter.State.Features);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Observe_AnAction_ChangesThePriorBehindItAndNoEarlierOne(string kind)
    {
        using var model = Make(kind);
        var (embedded, actions, _) = Draw();
        var firsts = LatentCase.Firsts(Steps, Batch);
        var before = model.Observe(embedded, actions, firsts, new ArgMaxSampler()).PriorLogits.Unbind();
        var changed = actions.Unbind();
        changed[3] = 1 - changed[3];
        var after = model.Observe(embedded, Tensor.Stack(changed), firsts, new ArgMaxSampler()).PriorLogits.Unbind();
        for (int t = 0; t < Steps; t++)
            Assert.Equal(t < 3, Numbers(before[t]).SequenceEqual(Numbers(after[t])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Observe_TheStartOfAnEpisode_KnowsNothingOfBefore(string kind)
    {
        using var model = Make(kind);
        var (embedded, actions, firsts) = Draw();
        var before = model.Observe(embedded, actions, firsts, new ArgMaxSampler());
        var (seen, done) = (embedded.Unbind(), actions.Unbind());
        for (int t = 0; t < 3; t++)
            (seen[t], done[t]) = (seen[t].Flip(-1), 1 - done[t]);
        done[3] = 1 - done[3];
        var after = model.Observe(Tensor.Stack(seen), Tensor.Stack(done), firsts, new ArgMaxSampler());
        for (int t = 3; t < Steps; t++)
            Near.Assert($"{t}", before.Features.Select(0, t).Select(0, 0), after.Features.Select(0, t).Select(0, 0));
        Assert.NotEqual(Numbers(before.Features.Select(0, 3).Select(0, 1)), Numbers(after.Features.Select(0, 3).Select(0, 1)));
    }

    [Theory]
    [MemberData(nameof(Speaking))]
    public void Observe_AWord_ChangesWhatIsExpectedToBeSaidNext(string kind)
    {
        using var model = Make(kind);
        var (embedded, actions, _) = Draw();
        var firsts = LatentCase.Firsts(Steps, Batch);
        var before = model.Observe(embedded, actions, firsts, new ArgMaxSampler()).TokenLogits!.Unbind();
        var seen = embedded.Unbind();
        var word = seen[2].Narrow(-1, Embedding, Words);
        seen[2] = Tensor.Cat([seen[2].Narrow(-1, 0, Embedding), Tensor.Cat([word.Narrow(-1, 1, Words - 1), word.Narrow(-1, 0, 1)], -1)], -1);
        var after = model.Observe(Tensor.Stack(seen), actions, firsts, new ArgMaxSampler()).TokenLogits!.Unbind();
        for (int t = 0; t < Steps; t++)
            Assert.Equal(t <= 2, Numbers(before[t]).SequenceEqual(Numbers(after[t])));
    }

    [Theory]
    [MemberData(nameof(Speaking))]
    public void Dream_OfOneStep_ExpectsTheWordThatTheSequenceExpected(string kind)
    {
        using var model = Make(kind);
        var (embedded, actions, _) = Draw();
        var whole = model.Observe(embedded, actions, LatentCase.Firsts(Steps, Batch), new ArgMaxSampler());
        using var dream = model.Dream(whole, 2);
        dream.Step(Tensor.Cat([actions.Narrow(0, 1, Steps - 1), actions.Narrow(0, 0, 1)]).Flatten(0, 1), new ArgMaxSampler());
        var words = dream.State.Recurrent.Narrow(-1, model.Options.Recurrent, Words).View(Steps, Batch, Words);
        Assert.Equal(
            whole.TokenLogits!.Narrow(0, 1, Steps - 1).ArgMax(-1).ToArray<long>(), words.Narrow(0, 0, Steps - 1).ArgMax(-1).ToArray<long>());
        Near.Assert("memory", whole.Recurrent.Narrow(0, 1, Steps - 1).Narrow(-1, 0, model.Options.Recurrent),
            dream.State.Recurrent.View(Steps, Batch, -1).Narrow(0, 0, Steps - 1).Narrow(-1, 0, model.Options.Recurrent));
        // A second step hears the first one's word.
        dream.Step(Tensor.Zeros([Steps * Batch, Actions]), new ArgMaxSampler());
        Assert.Equal(model.Options.LatentSize, dream.State.Features.Size(-1));
    }

    private LatentModel Make(string kind)
    {
        var options = new RssmOptions
        {
            Stochastic = 4,
            Discrete = 4,
            Recurrent = Width,
            Dense = Width,
            PriorHidden = Width,
            PosteriorHidden = Width,
            Actions = Actions,
            Embedding = kind == "early" ? Embedding + Words : Embedding,
            Context = Steps,
            Tokens = kind == "early" ? 0 : Words,
            IsDecoupled = kind is not ("early" or "token gru"),
        };
        LatentModel model = kind == "early" ? new EarlyModel(options, _generator) : new TokenModel(options, Beneath, _generator);
        using var noGrad = new NoGrad();
        foreach (var weight in model.Parameters().Where(parameter => parameter.Dim == 2))
            weight.CopyFrom(Tensor.Randn(weight.Shape, _generator) * (2 / Math.Sqrt(weight.Size(1))));
        return model;

        LatentModel Beneath(RssmOptions sizes) => kind == "token gru" ? new Rssm(sizes, _generator) : new SequenceModel(sizes, Core(), _generator);

        LanguageCore Core() => LanguageCore.Create(
            new()
            {
                FromPretrained = false,
                Config = kind == "token mamba"
                    ? new Dictionary<string, object?> { ["model_type"] = "mamba", ["hidden_size"] = Width, ["num_hidden_layers"] = 1 }
                    : new Dictionary<string, object?> { ["model_type"] = "gpt2", ["n_embd"] = Width, ["n_layer"] = 1, ["n_head"] = 2, ["n_positions"] = 32 },
            },
            folder: null, _generator);
    }

    private (Tensor Embedded, Tensor Actions, Tensor Firsts) Draw()
    {
        var words = Tensor.Randint(0, Words, [Steps, Batch], _generator).OneHot(Words).Float();
        var seen = Tensor.Randn([Steps, Batch, Embedding], _generator);
        return (Tensor.Cat([seen, words], -1), Tensor.Randn([Steps, Batch, Actions], _generator), LatentCase.Firsts(Steps, Batch, (3, 0)));
    }

    private static float[] Numbers(Tensor tensor) => tensor.Detach().Contiguous().ToArray<float>();
}
