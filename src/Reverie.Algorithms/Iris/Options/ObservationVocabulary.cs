namespace Reverie.Algorithms.Iris.Options;

/// <summary>Whose words the tokens of observations are.</summary>
public enum ObservationVocabulary
{
    /// <summary>The world model's own, learned from the beginning.</summary>
    Own,

    /// <summary>Token v is word v of the pretrained language model, whose table of words rests; a layer between the two learns.</summary>
    LanguageModel,
}
