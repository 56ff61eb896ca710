using System.Text;

namespace Reverie.Language.Tests.Advisers.Gguf;

/// <summary>Writes a tiny Llama in GGUF's format, version 3, with random weights: 2 layers of 32, bytes and letters as tokens.</summary>
internal static class GgufWriter
{
    private const int Alignment = 32, Width = 32, Heads = 2, Inner = 64, Layers = 2;
    private const uint Text = 8, Array = 9, Float = 6, Whole = 4, Signed = 5;

    internal static void Write(string path, string? chatTemplate = null)
    {
        using var file = new BinaryWriter(File.Create(path));
        string[] tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(i => $"<0x{i:X2}>"), "\u2581", .. "abcdefghijklmnopqrstuvwxyz.:".Select(c => c.ToString())];
        var tensors = Tensors(tokens.Length).ToList();
        var entries = new List<Action>
        {
            () => Entry("general.architecture", Text, () => String("llama")), () => Number("llama.vocab_size", tokens.Length), () => Number("llama.context_length", 256),
            () => Number("llama.embedding_length", Width), () => Number("llama.block_count", Layers), () => Number("llama.feed_forward_length", Inner),
            () => Number("llama.attention.head_count", Heads), () => Number("llama.attention.head_count_kv", Heads), () => Number("llama.rope.dimension_count", Width / Heads),
            () => Entry("llama.attention.layer_norm_rms_epsilon", Float, () => file.Write(1e-5f)), () => Entry("tokenizer.ggml.model", Text, () => String("llama")),
            () => List("tokenizer.ggml.tokens", Text, tokens.Select(token => (Action)(() => String(token)))),
            () => List("tokenizer.ggml.scores", Float, tokens.Select((_, i) => (Action)(() => file.Write(-(float)i)))),
            () => List("tokenizer.ggml.token_type", Signed, tokens.Select((_, i) => (Action)(() => file.Write(i == 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : 1)))),
            () => Number("tokenizer.ggml.bos_token_id", 1), () => Number("tokenizer.ggml.eos_token_id", 2), () => Number("tokenizer.ggml.unknown_token_id", 0),
        };
        if (chatTemplate is not null)
            entries.Add(() => Entry("tokenizer.chat_template", Text, () => String(chatTemplate)));
        file.Write("GGUF"u8);
        file.Write(3u);
        file.Write((ulong)tensors.Count);
        file.Write((ulong)entries.Count);
        entries.ForEach(entry => entry());
        ulong offset = 0;
        foreach (var (name, sizes) in tensors)
        {
            String(name);
            file.Write((uint)sizes.Length);
            foreach (int size in sizes)
                file.Write((ulong)size);
            file.Write(0u);
            file.Write(offset);
            offset += (ulong)(Count(sizes) * sizeof(float));
        }
        while (file.BaseStream.Position % Alignment != 0)
            file.Write((byte)0);
        uint random = 1;
        foreach (var (name, sizes) in tensors)
        {
            for (int i = Count(sizes); i > 0; i--)
                file.Write(name.Contains("norm", StringComparison.Ordinal) ? 1f : ((random = (random * 1664525) + 1013904223) / (float)uint.MaxValue) - 0.5f);
        }

        void Number(string key, int value) => Entry(key, Whole, () => file.Write((uint)value));

        void List(string key, uint type, IEnumerable<Action> items)
        {
            var all = items.ToList();
            Entry(key, Array, () =>
            {
                file.Write(type);
                file.Write((ulong)all.Count);
                all.ForEach(item => item());
            });
        }

        void Entry(string key, uint type, Action value)
        {
            String(key);
            file.Write(type);
            value();
        }

        void String(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            file.Write((ulong)bytes.Length);
            file.Write(bytes);
        }
    }

    private static int Count(int[] sizes) => sizes.Aggregate(1, (all, size) => all * size);

    /// <summary>Names and sizes, the innermost first.</summary>
    private static IEnumerable<(string Name, int[] Sizes)> Tensors(int tokens)
    {
        yield return ("token_embd.weight", [Width, tokens]);
        for (int i = 0; i < Layers; i++)
        {
            yield return ($"blk.{i}.attn_norm.weight", [Width]);
            foreach (string part in (string[])["q", "k", "v", "output"])
                yield return ($"blk.{i}.attn_{part}.weight", [Width, Width]);
            yield return ($"blk.{i}.ffn_norm.weight", [Width]);
            yield return ($"blk.{i}.ffn_gate.weight", [Width, Inner]);
            yield return ($"blk.{i}.ffn_up.weight", [Width, Inner]);
            yield return ($"blk.{i}.ffn_down.weight", [Inner, Width]);
        }
        yield return ("output_norm.weight", [Width]);
        yield return ("output.weight", [Width, tokens]);
    }
}
