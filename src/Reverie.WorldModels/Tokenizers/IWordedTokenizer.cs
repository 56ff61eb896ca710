namespace Reverie.WorldModels.Tokenizers;

/// <summary>A tokenizer whose tokens mean something that words can say, so that a language model's embeddings of the words can stand for them.</summary>
public interface IWordedTokenizer : IFrameTokenizer
{
    /// <summary>A token in words, such as <c>locked red door</c>.</summary>
    /// <param name="token">From 0 to the vocabulary's size.</param>
    string Words(int token);
}
