using System.CommandLine;
using Reverie.Language;
using Reverie.Language.Adapters;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.Torch.Serialization;
using Reverie.Training.Runs;

namespace Reverie.Cli.Models;

/// <summary>
/// <c>reverie model forward</c>: one pass over inputs from a file, all hidden states into a file, for comparing with any other
/// implementation.
/// </summary>
internal static class ForwardCommand
{
    internal static Command Create()
    {
        var model = ModelCommand.ModelOption();
        var revision = ModelCommand.RevisionOption();
        var input = new Option<string>("--input")
        {
            Description = "A .safetensors file with input_ids [B, T] or inputs_embeds [B, T, H], and optionally attention_mask and position_ids [B, T].",
            Required = true,
        };
        var output = new Option<string>("--output") { Description = "Gets logits, last_hidden_state and hidden_states/<i>.", Required = true };
        var adapter = new Option<string?>("--adapter") { Description = "A folder with a LoRA adapter to attach." };
        var dtype = new Option<string>("--dtype") { Description = "Element type of the weights in memory.", DefaultValueFactory = _ => "float32" };
        dtype.AcceptOnlyFromAmong("float32", "bfloat16");
        var command = new Command("forward", "Runs a model on the inputs of a file and writes logits and hidden states to another.") { model, revision,
            input, output, adapter, dtype };
        command.SetAction(result => ModelCommand.Guard(() => Run(
            ModelCommand.FolderOf(result.GetValue(model)!, result.GetValue(revision)!), result.GetValue(adapter), result.GetValue(input)!,
            result.GetValue(output)!,
            result.GetValue(dtype) == "bfloat16" ? ScalarType.BFloat16 : ScalarType.Float32)));
        return command;
    }

    private static int Run(string folder, string? adapter, string inputPath, string outputPath, ScalarType type)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var inputs = UserFile.Read("--input", inputPath, path => StateDictFile.Load(path));
        using var model = HuggingFace.Load(folder, new LoadOptions { Type = type });
        if (adapter is not null)
            LoraAdapter.Load(model, adapter);
        var result = model.Forward(Input(model, inputs, inputPath), hiddenStates: true);
        var tensors = result.HiddenStates.Select((state, index) => ($"hidden_states/{index}", state))
            .Prepend(("last_hidden_state", result.LastHiddenState)).Prepend(("logits", result.Logits));
        SafeTensorsWriter.Write(outputPath, tensors.Select(entry => (entry.Item1, Raw(entry.Item2))));
        return 0;
    }

    private static SequenceInput Input(LanguageModel model, Dictionary<string, Tensor> inputs, string path)
    {
        var mask = inputs.GetValueOrDefault("attention_mask")?.Long();
        var positions = inputs.GetValueOrDefault("position_ids")?.Long();
        if (inputs.TryGetValue("inputs_embeds", out var embeddings))
            return new SequenceInput(embeddings.To(model.Backbone.Parameters().First().DType), mask, positions);
        if (inputs.TryGetValue("input_ids", out var tokens))
            return new SequenceInput(model.Backbone.Embed(CheckTokens(model, tokens.Long(), path)), mask, positions);
        throw new InvalidDataException($"{path} holds neither input_ids nor inputs_embeds; give one of them.");
    }

    private static Tensor CheckTokens(LanguageModel model, Tensor tokens, string path)
    {
        if (tokens.Dim != 2)
            throw new InvalidDataException($"{path}: input_ids is {tokens} but must be [batch, steps].");
        if (tokens.NumElements > 0 && (tokens.Min().ItemInt64() < 0 || tokens.Max().ItemInt64() >= model.Config.VocabularySize))
            throw new InvalidDataException($"{path}: input_ids holds a token that is not one of the model's {model.Config.VocabularySize}.");
        return tokens;
    }

    private static RawTensor Raw(Tensor tensor) => RawTensor.From<float>(tensor.Float().ToArray<float>(), tensor.Shape.ToArray());
}
