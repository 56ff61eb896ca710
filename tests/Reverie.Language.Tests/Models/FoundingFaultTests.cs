using Reverie.Language.Adapters;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Models;

/// <summary>
/// The faults by which the founding projects lost their language models, each of which fails here when it is put back: pretrained
/// weights initialised again, a cache filled with something other than the past, a mask that was taken away.
/// </summary>
public sealed class FoundingFaultTests
{
    public static TheoryData<string> Models => new(ModelFixture.AllNames);

    [Theory]
    [MemberData(nameof(Models))]
    public void Load_EveryWeight_IsTheFilesBitForBit(string name)
    {
        using var fixture = new ModelFixture(name);
        using var files = WeightFiles.Open(fixture.Folder);
        Assert.All(fixture.Model.NamedParameters(), entry =>
        {
            string stored = files.Names.First(file => file == entry.Name || entry.Name.EndsWith($".{file}", StringComparison.Ordinal)
                || file.Replace(".embedding.", ".embeddings.", StringComparison.Ordinal) == entry.Name);
            var raw = files.Find(stored)!.Read();
            Assert.Equal(raw.ToTensor().Float().ToBytes(), entry.Tensor.ToBytes());
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Load_AdaptersAttachedAndTrained_LeavesEveryPretrainedWeight(string name)
    {
        using var fixture = new ModelFixture(name);
        var before = fixture.Model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());
        var adapter = LoraAdapter.Attach(
            fixture.Model, new LoraConfig { TargetModules = ModuleNames.Matching(LoraConfig.AllLinear), Rank = 2, Alpha = 4 }, new Generator(1));
        using var optimizer = new Reverie.Torch.Optimizers.Adam(adapter.Trained(), 1e-2);
        var tokens = fixture["grad/input_ids"];
        var start = adapter.Trained().Select(tensor => tensor.ToBytes()).ToList();
        for (int step = 0; step < 2; step++)
        {
            optimizer.ZeroGrad();
            LanguageModel.Loss(fixture.Model.Forward(tokens).Logits, tokens).Backward();
            optimizer.Step();
        }
        var after = fixture.Model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());
        foreach (var (key, bytes) in before)
            Assert.Equal(bytes, after[key]);
        Assert.All(adapter.Trained().Zip(start), pair => Assert.NotEqual(pair.Second, pair.First.ToBytes()));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_ThePastIsChanged_ChangesThePresentThroughTheState(string name)
    {
        using var fixture = new ModelFixture(name);
        using var noGrad = new NoGrad();
        var x = Tensor.Randn([1, 6, fixture.Model.Config.HiddenSize], new Generator(3));
        var other = Tensor.Cat([Tensor.Randn([1, 1, fixture.Model.Config.HiddenSize], new Generator(4)), x.Narrow(1, 1, 5)], 1);
        var here = Stepwise(x);
        Assert.True(Close.Distance(here.Narrow(1, 5, 1), Stepwise(other).Narrow(1, 5, 1)) > 1e-4, "the last step does not remember the first");
        // The cache must hold exactly the past: what one pass over all steps sees.
        Close.Assert("step by step", fixture.Model.Backbone.Forward(new SequenceInput(x)), here, 5e-5);

        Tensor Stepwise(Tensor input)
        {
            using var state = fixture.Model.CreateState(1, 6);
            return Tensor.Cat([.. Enumerable.Range(0, 6).Select(t => fixture.Model.Backbone.Forward(input.Narrow(1, t, 1), state))], 1);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_TheFutureIsChanged_LeavesThePresentAlone(string name)
    {
        using var fixture = new ModelFixture(name);
        using var noGrad = new NoGrad();
        var x = Tensor.Randn([2, 7, fixture.Model.Config.HiddenSize], new Generator(5));
        var changed = Tensor.Cat([x.Narrow(1, 0, 4), Tensor.Randn([2, 3, fixture.Model.Config.HiddenSize], new Generator(6))], 1);
        var (a, b) = (fixture.Model.Backbone.Forward(x), fixture.Model.Backbone.Forward(changed));
        Assert.Equal(0, Close.Distance(a.Narrow(1, 0, 4), b.Narrow(1, 0, 4)), 1e-6);
        Assert.True(Close.Distance(a.Narrow(1, 4, 3), b.Narrow(1, 4, 3)) > 1e-3);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_PaddedStepsAreChanged_LeavesRealStepsAlone(string name)
    {
        using var fixture = new ModelFixture(name);
        using var noGrad = new NoGrad();
        var real = Tensor.Randn([1, 5, fixture.Model.Config.HiddenSize], new Generator(7));
        var alone = fixture.Model.Backbone.Forward(real);
        var mask = Tensor.From([0L, 0, 0, 1, 1, 1, 1, 1], 1, 8);
        for (ulong seed = 8; seed < 10; seed++)
        {
            var padded = Tensor.Cat([Tensor.Randn([1, 3, fixture.Model.Config.HiddenSize], new Generator(seed)), real], 1);
            var output = fixture.Model.Backbone.Forward(new SequenceInput(padded, mask, LanguageModel.PositionsOf(mask)));
            Close.Assert("a left-padded row", alone, output.Narrow(1, 3, 5), 5e-5);
        }
    }
}
