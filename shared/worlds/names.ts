/** The names of the world family: one capitalised pseudo-word per entity, unique across all pools. A pool belongs to
 *  one entity type and one region, so a name tells both in every universe. The lists are part of the vocabulary: a
 *  change invalidates every checkpoint. */

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** [region] → 12 names per entity type. */
export const regions = [
  {
    person: names('Bela Tova Ilva Mirel Danel Orin Selva Tavi Norea Lumia Edran Vesda'),
    company: names('Orvan Delbaro Avento Lumbar Tessano Boran Mirvano Velaro Nordano Sabelo Calvano Edoran'),
    town: names('Ilmar Berada Tolvera Navela Dolena Mavera Sorbela Lavena Verola Amberta Tivela Ondera'),
  },
  {
    person: names('Haska Ylvi Storn Torvik Eyra Skade Runik Halke Bryndis Ketra Aslo Gorm'),
    company: names('Skarund Hulkraft Vargur Stenkur Isrund Norrak Falkrun Tyrkur Hamrund Skolrak Brannur Gryskur'),
    town: names('Husvik Skargard Stahus Ryvik Tornhus Ulvgard Isvik Kaldhus Myrgard Sundvik Fjelhus Ostgard'),
  },
  {
    person: names('Fiola Lino Gilet Trisa Brio Pelina Oliet Fermo Liset Grino Telio Plina'),
    company: names('Folico Grette Trolin Brisette Plerico Olinet Gifrano Lerette Pirolin Fontico Brelin Tirette'),
    town: names('Gelford Trepol Liretto Fropol Brisford Olietto Plinford Tregol Giretto Felpol Lorford Pretto'),
  },
  {
    person: names('Zian Junai Shuri Chano Nayu Yiza Jinu Zumai Shani Chiyu Nuzai Yashi'),
    company: names('Zunako Shanzu Jikosha Chunari Nizan Yakosha Zirano Shunako Juzari Chizan Nakosha Yuzari'),
    town: names('Zhanji Jiracho Shuzhan Chunira Nazhan Yicho Zujira Shinacho Janzhan Chajira Nucho Yuzhan'),
  },
  {
    person: names('Wynna Hethel Mereth Rowen Lethan Thessa Harwen Melwyn Welda Orreth Ludlo Theryn'),
    company: names(
      'Wellthorn Harwick Merthorn Rethwell Lowick Thornmer Holwick Ashwell Wenthorn Larwick Mothwell Ruthorn',
    ),
    town: names(
      'Westmere Holwold Thornleigh Ramere Lethwold Harleigh Wilmere Morwold Estleigh Rowmere Heathwold Lowleigh',
    ),
  },
  {
    person: names('Drax Qevo Xandu Kavro Glevan Voxa Dreva Qaro Xilev Kroga Gluva Vargo'),
    company: names('Vexo Draxon Quorvex Xavarn Kruxal Glovarn Vorexo Drovarn Qexal Xorvex Kovarn Gluxal'),
    town: names('Drakglen Vorqor Xalglen Quordrak Kroglen Gladrak Vexglen Druqor Qaldrak Xorglen Kavdrak Gloqor'),
  },
] as const;

/** Second names, of no type and no region: an alias tells nothing. */
export const aliases = names(`
  Tessel Pombard Corbin Mardic Fustel Sirmel Rambel Calto Tordin Pestic Murbel Fandric
  Cestin Rombard Sondel Timbric Pertol Calbin Martol Festin Sumbel Rordan Candel Tumbric`);
