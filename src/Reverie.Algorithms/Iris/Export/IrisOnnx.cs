using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Torch.Onnx;
using Reverie.WorldModels.Tokenizers.Symbols;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Export;

/// <summary>
/// The policy of IRIS as an ONNX model: a frame as the environment gives it, through the tokenizer and, where the actor sees
/// reconstructions, back, then the actor-critic's first layers, LSTM and heads. Everything is float32, whatever the run computed in.
/// </summary>
public static class IrisOnnx
{
    /// <summary>One step of the policy: image, h, c to action_probabilities, value, h_out, c_out.</summary>
    /// <param name="agent">Whose policy.</param>
    /// <param name="environment">What it was trained on.</param>
    /// <param name="actions">What its actions are called, in order.</param>
    /// <exception cref="TorchException">The tokenizer cannot be exported, or the weights are too large for one file.</exception>
    public static OnnxGraph Graph(Agent agent, string environment, IEnumerable<string> actions)
    {
        var (actor, options) = (agent.ActorCritic, agent.ActorCritic.Options);
        var grid = agent.Tokenizer as SymbolTokenizer;
        var graph = new OnnxGraph("iris")
        {
            Properties =
            {
                ["algorithm"] = "iris",
                ["environment"] = environment,
                ["actions"] = string.Join(", ", actions),
                ["image"] = grid is null
                    ? "bytes 0 to 255, [batch, channel, row, column]; channels are red, green, blue"
                    : "the symbols of a grid world, bytes [batch, column, row, 3]: type, colour and state of each cell",
                ["memory"] = "h and c: zeros at the start of an episode, then h_out and c_out of the step before",
            },
        };
        graph.NameWeights(agent.NamedParameters());
        var image = grid is null
            ? graph.Input("image", OnnxType.UInt8, "batch", options.InChannels, options.Resolution, options.Resolution)
            : graph.Input("image", OnnxType.UInt8, "batch", grid.Columns, grid.Rows, 3);
        var h = graph.Input("h", OnnxType.Float32, "batch", options.LstmDim);
        var c = graph.Input("c", OnnxType.Float32, "batch", options.LstmDim);
        var seen = options.UseOriginalObs ? image.Float() / 255 : options.Sees == ActorSight.Tokens ? Tokens(agent, image) : Reconstruct(agent, image);
        var (logits, value, hidden, cell) = actor.Forward(seen, h, c);
        graph.Output("action_probabilities", logits.Softmax(-1), OnnxType.Float32, "batch", actor.Actions);
        graph.Output("value", value.Squeeze(1), OnnxType.Float32, "batch");
        graph.Output("h_out", hidden, OnnxType.Float32, "batch", options.LstmDim);
        graph.Output("c_out", cell, OnnxType.Float32, "batch", options.LstmDim);
        return graph;
    }

    private static OnnxValue Reconstruct(Agent agent, OnnxValue image) => agent.Tokenizer is Tokenizer tokenizer
        ? tokenizer.DecodeTokens(tokenizer.EncodeTokens(image.Float() / 255))
        : throw Unknown(agent);

    private static OnnxValue Tokens(Agent agent, OnnxValue image) => agent.Tokenizer switch
    {
        Tokenizer tokenizer => tokenizer.EncodeTokens(image.Float() / 255),
        SymbolTokenizer symbols => symbols.EncodeTokens(image),
        _ => throw Unknown(agent),
    };

    private static TorchException Unknown(Agent agent) =>
        new($"The agent sees frames through a {agent.Tokenizer.GetType().Name}, which cannot be exported as ONNX.");
}
