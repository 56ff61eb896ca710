using Reverie.Language.Adapters;
using Reverie.Language.Layers;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Adapters;

/// <summary>PEFT's own adapters: outputs, merged weights, gradients and two AdamW steps.</summary>
public sealed class GoldenAdapterTests
{
    public static TheoryData<string> Names =>
        new(Directory.GetDirectories(Golden.PathOf("seqmodels/lora")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_PeftAdapter_GivesRecordedOutputs(string name)
    {
        using var fixture = new AdapterFixture(name);
        using var noGrad = new NoGrad();
        AssertForward(fixture);
        foreach (var (module, scaling) in fixture.Scalings)
            Assert.Equal(scaling, fixture.LoraOf(module).Scaling, 1e-12);
        Assert.Equal(fixture.Scalings.Count, fixture.Adapter.Targets.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Merge_PeftAdapter_GivesRecordedWeightsAndUnmergesBitForBit(string name)
    {
        using var fixture = new AdapterFixture(name);
        using var noGrad = new NoGrad();
        var before = Snapshot(fixture.Model);
        fixture.Adapter.Merge();
        foreach (string key in fixture.Tensors.Keys.Where(key => key.StartsWith("merged/", StringComparison.Ordinal)))
        {
            string module = key["merged/".Length..^".weight".Length];
            var actual = fixture.Model.NamedModules().First(entry => entry.Name == module).Module switch
            {
                Projection projection => projection.Weight!,
                TokenEmbedding table => table.Weight,
                var other => throw new InvalidOperationException(other.GetType().Name),
            };
            Close.Assert(key, fixture.Tensors[key], actual, fixture.Tolerance("merged"));
        }
        AssertForward(fixture, factor: 2); // the sum of two matrices is rounded once more
        fixture.Adapter.Unmerge();
        var after = Snapshot(fixture.Model);
        foreach (var (key, bytes) in before)
            Assert.Equal(bytes, after[key]);
        AssertForward(fixture);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_RecordedSteps_GivesRecordedLossesGradientsAndWeights(string name)
    {
        using var fixture = new AdapterFixture(name, trainable: true);
        var tensors = fixture.Adapter.NamedTensors.ToDictionary(entry => $"base_model.model.{entry.Name}", entry => entry.Tensor);
        var others = fixture.Model.NamedParameters().Where(entry => !entry.Tensor.RequiresGrad)
            .ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());
        Assert.Equal(tensors.Count, fixture.Model.Parameters().Count(p => p.RequiresGrad));
        using var optimizer = fixture.CreateOptimizer(tensors.Values);
        var tokens = fixture.Tensors["train/input_ids"];
        for (int step = 0; step < fixture.Steps; step++)
        {
            optimizer.ZeroGrad();
            var loss = LanguageModel.Loss(fixture.Model.Forward(tokens).Logits, tokens);
            Assert.Equal(fixture.Tensors[$"train/loss.{step}"].Item(), loss.Item(), fixture.Tolerance("train/loss"));
            loss.Backward();
            if (step == 0)
                Compare("train/grad", tensor => tensor.Grad!);
            optimizer.Step();
            Compare($"train/after{step + 1}", tensor => tensor);
        }
        var logits = fixture.Model.Forward(tokens).Logits;
        Assert.Equal(fixture.Tensors[$"train/loss.{fixture.Steps}"].Item(), LanguageModel.Loss(logits, tokens).Item(), fixture.Tolerance("train/loss"));
        string last = $"train/logits_after{fixture.Steps}";
        Close.Assert(last, fixture.Tensors[last], logits, fixture.Tolerance(last));
        foreach (var (key, bytes) in others)
            Assert.Equal(bytes, fixture.Model.NamedParameters().First(entry => entry.Name == key).Tensor.ToBytes());

        void Compare(string group, Func<Tensor, Tensor> actual)
        {
            foreach (var (key, tensor) in tensors)
                Close.Assert($"{group}/{key}", fixture.Tensors[$"{group}/{key}"], actual(tensor), fixture.Tolerance(group));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Save_LoadedAdapter_ComesBackBitForBit(string name)
    {
        using var fixture = new AdapterFixture(name);
        using var folder = new TemporaryFolder();
        fixture.Adapter.Save(folder.Path);
        using var original = SafeTensorsFile.Open(Path.Combine(fixture.Folder, "adapter_model.safetensors"));
        using var saved = SafeTensorsFile.Open(folder.In("adapter_model.safetensors"));
        Assert.Equal(original.Names.Order(StringComparer.Ordinal), saved.Names.Order(StringComparer.Ordinal));
        foreach (string key in original.Names)
            Assert.Equal(original.Read(key).Data.ToArray(), saved.Read(key).Data.ToArray());
        using var again = HuggingFace.Load(fixture.BaseFolder);
        var adapter = LoraAdapter.Load(again, folder.Path);
        Assert.Equal(fixture.Adapter.Targets.Select(target => target.Name), adapter.Targets.Select(target => target.Name));
    }

    private static void AssertForward(AdapterFixture fixture, double factor = 1)
    {
        double tolerance = factor * fixture.Tolerance("fwd");
        var output = fixture.Model.Forward(fixture.Tensors["fwd/input_ids"]);
        Close.Assert("fwd/logits", fixture.Tensors["fwd/logits"], output.Logits, tolerance);
        Close.Assert("fwd/last_hidden_state", fixture.Tensors["fwd/last_hidden_state"], output.LastHiddenState, tolerance);
        output = fixture.Model.Forward(new SequenceInput(fixture.Tensors["fwd_embeds/inputs_embeds"]));
        tolerance = factor * fixture.Tolerance("fwd_embeds");
        Close.Assert("fwd_embeds/logits", fixture.Tensors["fwd_embeds/logits"], output.Logits, tolerance);
        Close.Assert("fwd_embeds/last_hidden_state", fixture.Tensors["fwd_embeds/last_hidden_state"], output.LastHiddenState, tolerance);
    }

    private static Dictionary<string, byte[]> Snapshot(LanguageModel model) =>
        model.StateDict().Where(entry => entry.Name != "lm_head.weight").ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());
}
