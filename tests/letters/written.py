"""Letters written for the tests, in the words that such letters use, about real places and invented people."""

# ruff: noqa: E501
from __future__ import annotations

FOCUSED_2019 = """\
Ofsted
Piccadilly Gate
Store Street
Manchester
M1 2WD

T 0300 123 1231
Textphone 0161 618 8524
enquiries@ofsted.gov.uk
www.gov.uk/ofsted

14 March 2019

Mr Quentin Alderwick OBE
Director of Children and Families
Suffolk County Council
Endeavour House
8 Russell Road
Ipswich
IP1 2BX

Dear Mr Alderwick

Focused visit to Suffolk local authority children’s services

This letter summarises the findings of a focused visit to Suffolk children’s services on 19 February 2019 to 20 February 2019. The inspectors were Orla Penhaligon, HMI, and Tobias van der Leer, HMI.

Inspectors looked at the local authority’s arrangements for the ‘front door’, including the multi-agency safeguarding hub (MASH).

Inspectors looked at a range of evidence, including case discussions with social workers. They also looked at local authority performance management information. At the previous inspection, published on 3 July 2015, the local authority was judged good.

Overview

Senior leaders know their services well. Thresholds are applied consistently.

What needs to improve in this area of social work practice

■ The timeliness of strategy discussions.
■ The quality of:
− chronologies
− case summaries.
■ The recording of management oversight, e.g. in supervision notes.

Findings

■ Contacts are dealt with quickly. Dr. Hartnell-type reviews are used.
■ Social workers visit children regularly.

Ofsted will take the findings from this focused visit into account when planning your next inspection or visit.

Yours sincerely

Orla Penhaligon
Her Majesty’s Inspector
"""

FOCUSED_2021 = """\
8 November 2021

Ms Perpetua Ollerenshaw, Executive Director of Children’s Services
London Borough of Havering
Town Hall
Main Road
Romford
RM1 3BB

Dear Ms Ollerenshaw

Focused visit to Havering children’s services

This letter summarises the findings of the focused visit to Havering children’s services on 28 and 29 September. Her Majesty’s Inspectors for this visit were Benedict Ashcombe and Maeve O’Shaughnessy-Platt.

Inspectors looked at the local authority’s arrangements for children in need or subject to a child protection plan, including how well children are protected.

This visit was carried out in line with the inspection of local authority children’s services (ILACS) framework. However, the delivery model was adapted to reflect the COVID-19 context.

Headline findings

Since the last inspection in June 2018, leaders have improved services.

What needs to improve in this area of social work practice?

- The quality of written plans.
- The consistency of management oversight and supervision.

Main findings

Most children are seen regularly.

Yours sincerely

Benedict Ashcombe
Her Majesty’s Inspector
"""

MONITORING_2018 = """\
Ofsted Agora
6 Cumberland Place
Nottingham
NG1 6HJ
T 0300 123 1231

5 January 2018

Mr Ferdinand Mossop
Corporate Director, Children and Young People
Lambourne House
Reading Borough Council
Bridge Street
RG1 2LU

Dear Mr Mossop

Monitoring visit of Reading local authority children’s services

This letter summarises the findings of the monitoring visit to Reading children’s services on 6 and 7 December 2017. The visit was the fourth monitoring visit since the local authority was judged inadequate in August 2016. The inspectors were Linnea Crabtree HMI and Jasper Umeh HMI.

The local authority is making some progress in improving services for children who need help and protection.

Areas covered by the visit

During the course of this visit, inspectors reviewed the progress made in the area of help and protection, with a particular focus on assessments.

The visit considered a range of evidence, including electronic case records.

Overview

The pace of change has been slow.

Findings and evaluation of progress

Based on the evidence gathered during the visit, inspectors identified areas of strength, areas where improvement is occurring, and some areas where progress has not met the expectations.

Yours sincerely

Linnea Crabtree
Her Majesty’s Inspector
"""

MONITORING_2023 = """\
2 May 2023

Imogen Tattersall
Interim Director for Children’s Services
Herefordshire Council
Plough Lane
Hereford
HR4 0LE

Dear Imogen

Monitoring visit to Herefordshire children’s services

This letter summarises the findings of the monitoring visit to Herefordshire children’s services on 28 and 29 March 2023. This was the second monitoring visit since the local authority was judged inadequate in July 2022. His Majesty’s Inspectors for this visit were Rowena Castellane and Piers Lindqvist.

Areas covered by the visit

Inspectors reviewed the progress made in the following areas of concern identified at the last inspection:

- the response to children in need
- the quality of supervision.

This visit was carried out in line with the inspection of local authority children’s services (ILACS) framework.

Headline findings

Progress is too slow.

Findings and evaluation of progress

Children wait too long.

I am copying this letter to the Department for Education. This letter will be published on the Ofsted website.

Yours sincerely

Rowena Castellane
His Majesty’s Inspector
"""

JTAI_2021 = """\
22 March 2022

Gwendolen Farquhar, Director of Children’s Services, Torbay Council
Dr Osric Blenkinsop, Accountable Officer, NHS Devon Clinical Commissioning
Group
Cassius Thorne QPM, Chief Constable, Devon and Cornwall Police
Hermia Lovelace, Police and Crime Commissioner for Devon, Cornwall and the Isles of Scilly

Dear Torbay Safeguarding Children Partnership

Joint targeted area inspection of Torbay

This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to the criminal exploitation of children in Torbay.

This inspection took place from 31 January to 4 February 2022. It was carried out by inspectors from Ofsted, the Care Quality Commission (CQC), Her Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS) and Her Majesty’s Inspectorate of Probation (HMI Probation).

Headline findings

Partners work well together.

Areas for priority action

- The partnership should act at once on children missing from home.

What needs to improve?

- The quality of chronologies.
- The use of data.

Strengths

- Strong and visible leadership.

Main findings

Children are seen.

Next steps

We have determined that Torbay Council is the principal authority and should prepare a written statement of proposed action responding to the findings outlined in this letter. Torbay Council should send the written statement of action to ProtectionOfChildren@ofsted.gov.uk by Monday 4 July 2022. This statement will inform the lines of enquiry at any future joint or single-agency activity.

Yours sincerely

Ofsted | Care Quality Commission
Valentina Roscoe | Dr Ignatius Pell MBBS MRCGP
National Director, Social Care | Chief Inspector of Primary Medical Services
HMICFRS | HMI Probation
Leopold Strangways | Beatrix Onyekachi-Hall
Her Majesty’s Inspector of Constabulary and Fire & Rescue Services | Chief Inspector of Probation
"""

ILACS_2024 = """\
Inspection of Cheshire West and Chester local authority children’s services

Inspection dates: 26 February to 8 March 2024

Lead inspector: Philippa Zeller-Jones, His Majesty’s Inspector

Judgement
Grade

The impact of leaders on social work practice with children and families
Good

The experiences and progress of children who need help and protection
Requires improvement to be good

The experiences and progress of children in care
Good

The experiences and progress of care leavers
Outstanding

Overall effectiveness
Good

Services for children have improved since the last inspection in 2019, when they were judged to require improvement.

What needs to improve?

- The quality of return home interviews.
- Oversight of private fostering.

The experiences and progress of children who need help and protection: requires improvement to be good

1. Children receive timely help.

2. Assessments are clear.

The experiences and progress of children in care: good

3. Children in care do well.
"""

SIF_2016 = """\
Sandford Borough Council

Inspection of services for children in need of help and protection, children looked after and care leavers

and

Review of the effectiveness of the Local Safeguarding Children Board

Inspection date: 11 January 2016 – 4 February 2016

Report published: 29 March 2016

Children’s services in Sandford require improvement to be good

1. Children who need help and protection | Requires improvement
2. Children looked after and achieving permanence | Good
2.1 Adoption performance | Outstanding
2.2 Experiences and progress of care leavers | Inadequate
3. Leadership, management and governance | Requires improvement

Executive summary

Services in Sandford need to improve.

Recommendations

1. Improve the quality of assessments.

2. Ensure that plans are:

- clear
- timely.

The Local Safeguarding Children Board (LSCB)

The Local Safeguarding Children Board is good

Recommendations

3. Publish the annual report on time.

Information about this inspection

The inspection team

Lead inspector: Cordelia Nightshade

Deputy lead inspector: Barnaby St John

Team inspectors: Ursula Maddox HMI, Ned Flint (Contracted Inspector) and Oona Fitzgerald AI

Senior data analyst: Hugo Counter

Quality assurance manager: Sebastian Vane, Senior HMI
"""

SEND_2023 = """\
Area SEND inspection of Kingston upon Hull Local Area Partnership

Inspection dates: 20 to 24 November 2023

Dates of previous inspection: 9 to 13 October 2017

Inspection outcome

The local area partnership’s arrangements lead to inconsistent experiences and outcomes.

Areas for improvement

- Leaders should improve the quality of plans.

Information about this inspection

The inspection team included inspectors from Ofsted and the Care Quality Commission (CQC).

Inspection team

Ofsted | Care Quality Commission
Clement Addo, Ofsted HMI lead inspector | Harriet Quayle, CQC lead inspector
Rufus Bellweather, Ofsted HMI | Marguerite du Pré, CQC inspector

If you are not happy with the inspection or the report, you can complain to Ofsted.
"""
